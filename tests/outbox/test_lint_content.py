"""What the lint finds in texts, links and images, and what it leaves alone."""

from __future__ import annotations

from typing import Any

import pytest
from test_lint import found, mail

from pytest_sesmock.engine.elements import AttachedFile

MARKS = {
    "Handlebars": "{{name}}",
    "Handlebars, no escapes": "{{{name}}}",
    "Handlebars block": "{{#if paid}}",
    "Jinja": "{% if paid %}",
    "ERB": "<%= name %>",
    "JavaScript": "${name}",
    "Ruby": "#{name}",
    "Smarty": "{$name}",
    "Python's %": "%(name)s",
    "C": "%s",
    "C, by number": "%1$s",
    "C, a figure": "%d",
    "str.format, by number": "{0}",
    "str.format, of words": "{first_name}",
    "str.format, attribute": "{user.name}",
    "JavaScript's case": "{firstName}",
    "Mailchimp": "*|FNAME|*",
    "Salesforce": "%%FirstName%%",
    "Mailgun": "%recipient.name%",
    "double brackets": "[[name]]",
    "Mailjet": "[[var:name]]",
    "Mailjet, default": '[[data:name:"you"]]',
    "Thymeleaf": "[(${name})]",
}


@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS.keys())
def test_a_mark_is_found_in_every_text(mark: str) -> None:
    shown = mark.replace("<", "&lt;")
    for message, where in (
        (mail(subject=f"Hello {mark}, hi"), "the subject"),
        (mail(text=f"first line\nHello {mark}, hi\nlast line"), "the text"),
        (mail(html=f"<p>first<p>Hello {shown}, hi<p>last"), "the HTML"),
    ):
        assert list(found(message)) == ["template-mark"]
        problem = found(message)["template-mark"]
        assert f" in {where} " in problem
        assert f"Hello {mark}, hi".replace('"', "") in problem.replace('"', "")
        assert "line" not in problem


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "See https://shop.dev/orders for %s, of all that you have ordered",
            "for %s, of all that you",
        ),
        ("a\nb %s c\nd", "b %s c"),
        (f"{'ж-' * 20}%s{'-ж' * 20}", "%s"),
    ],
)
def test_whole_words_around_a_place_are_shown(text: str, shown: str) -> None:
    assert found(mail(text=text)) == {"template-mark": f"%s in the text '{shown}'"}


@pytest.mark.parametrize(
    "text",
    [
        "{{amazonSESUnsubscribeUrl}} {{ amazonSESUnsubscribeUrl }}",
        "{a} 100 % sure, 5%s, 100%d, 20%% off, {} or {...}",
        "The pattern \\d{4} or [a-z]{2} or (x){3}, and GET /users/{user_id}",
        "a[0][1], [[Main page]] on the wiki, [[ -f file ]], [link], [see [1]]",
        "#1, # {x}, $5 {off}, $ {x}",
        "*|two words|*, %%, 50%-60%, 5%off5%",
        "https://shop.dev/?q=caf%C3%A9%20s&d=%24",
    ],
)
def test_what_is_no_mark(text: str) -> None:
    assert found(mail(text=text)) == {}


@pytest.mark.parametrize(
    "html", ["<style>a{{b}}</style><!-- {{x}} --><p>x", "<p hidden>{{x}}</p><p>y"]
)
def test_marks_that_nobody_sees_are_left_alone(html: str) -> None:
    assert found(mail(html=html)) == {}


@pytest.mark.parametrize("mark", ["{{id}}", "{id}", "%7B%7Bid%7D%7D", "%7b%7b%20id%7d%7d", "%s"])
@pytest.mark.parametrize("html", ["<a href='{}'>x</a>", "<img alt=x src='{}'>"])
def test_a_mark_is_found_in_addresses(mark: str, html: str) -> None:
    url = f"https://shop.dev/{mark}/x"
    assert found(mail(html=html.replace("{}", url))) == {
        "template-mark": f"{mark} in the address {url}"
    }


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Hello None, thanks", "Hello None in the text 'Hello None, thanks'"),
        ("Dear undefined", "Dear undefined in"),
        ("Hey null!", "Hey null in"),
        ("Thanks, None!", "None in the text 'Thanks, None!'"),
        ("Your order None has shipped", "None in the text 'Your order None has shipped'"),
        ("Order #None", "#None in"),
        ("Total: $None", "$None in"),
        ("Total: EUR nan", "EUR nan in"),
        ("Total: undefined EUR", "undefined EUR in"),
        ("Save null%", "null% in"),
        ("Total: NaN", "NaN in the text 'Total: NaN'"),
        ("You have undefined new messages", "undefined in the text 'You have undefined new mes"),
        ("Items: [object Object]", "[object Object] in"),
        ("By <User object at 0x7f00>", "<User object at 0x7f00> in"),
        ("Hi https://shop.dev/orders/None?x=1", "None in the address https://shop.dev/orders/None?x=1"),
        ("Hi https://shop.dev/?order=undefined", "undefined in the address"),
        ("Hi https://shop.dev/?o=%5Bobject%20Object%5D", "%5Bobject%20Object%5D in the address"),
    ],
)  # fmt: skip
def test_a_missing_value_is_found(text: str, what: str) -> None:
    (rule, problem), *others = found(mail(text=text)).items()
    assert (rule, others) == ("none-in-body", [])
    assert problem.startswith(what)


def test_a_missing_value_is_found_in_html() -> None:
    assert found(mail(html="<p>Hello <b>None</b>,<p>bye")) == {
        "none-in-body": "Hello None in the HTML 'Hello None,'"
    }


@pytest.mark.parametrize(
    "text",
    [
        "None of your items has shipped.",
        "Allergies: None",
        "Discount\nNone\nTotal",
        "Discount: none. Extras None selected, all or None at all",
        'The behaviour is undefined behaviour, "undefined" or an undefined variable',
        "Nan bread with nan, null and void",
        "Nonetheless, we love #nonesuch and $nullify",
        "https://shop.dev/Nonesuch/undefined-behaviour/NaN-is",
    ],
)
def test_words_that_mean_themselves_are_left_alone(text: str) -> None:
    assert found(mail(text=text)) == {}


@pytest.mark.parametrize(
    ("rule", "html", "what"),
    [
        ("no-alt-text", "<img src=https://a.dev/x.png>", "the image https://a.dev/x.png"),
        (
            "no-alt-text",
            "<a href=https://shop.dev/><img src=https://a.dev/x alt=''></a>",
            "the image https://a.dev/x, the only content of the link https://shop.dev/",
        ),
        (
            "no-alt-text",
            "<a href=https://shop.dev/><p><img src=https://a.dev/x alt=' '> </p></a>",
            "the image https://a.dev/x, the only content of the link https://shop.dev/",
        ),
        (
            "missing-image",
            "<img alt=x src=CID:logo>",
            "CID:logo (nothing attached has a Content-ID)",
        ),
        ("relative-url", "<a href='/orders/1'>Your order</a>", "/orders/1 ('Your order')"),
        ("relative-url", "<a href='orders.html'>x</a>", "orders.html ('x')"),
        ("relative-url", "<a href='//shop.dev/x'>x</a>", "//shop.dev/x ('x')"),
        ("relative-url", "<a href=''>x</a>", "an empty address ('x')"),
        ("relative-url", "<img alt=x src=logo.png>", "logo.png (image)"),
        ("relative-url", "<img alt=x>", "an empty address (image)"),
        ("relative-url", "<img alt=x src='file:///tmp/x.png'>", "file:///tmp/x.png (image)"),
        ("script", "<script src=x.js></script>", '<script src="x.js">'),
        ("script", "<script>1</script>", "<script>"),
        ("script", "<p hidden><script type=Module>1</script>", None),
        ("script", "<a href='JavaScript:x()'>Pay</a>", "JavaScript:x() ('Pay')"),
        ("form", "<form action=https://shop.dev/x><input></form>", '<form action="https://shop.dev/x">'),
        ("clipped-html", f"<p>{'a' * 104_446}", "102 kB of HTML, cut after 'aaaaaaaaaaaaaaaaaaa"),
        ("clipped-html", f"<p>{'é' * 60_000}", "117 kB of HTML, cut after 'éé"),
    ],
)  # fmt: skip
def test_what_is_found_in_html(rule: str, html: str, what: str | None) -> None:
    findings = found(mail(html=html))
    if what is None:  # nothing hidden is looked at
        assert findings == {}
    else:
        assert list(findings) == [rule]
        assert findings[rule].startswith(what)


@pytest.mark.parametrize(
    "html",
    [
        "<img alt='' src=https://a.dev/x>",
        "<a href=https://shop.dev/><img src=https://a.dev/x alt=''> Shop</a>",
        "<a href=https://shop.dev/><img src=https://a.dev/x alt=''>"
        "<img src=https://a.dev/y alt=Shop></a>",
        "<a href=https://shop.dev/><img width=1 height=1 alt='' src=https://a.dev/x></a>",
        "<a href=https://shop.dev/></a>",
        "<img width=1 height=1 src=https://shop.dev/p><img hidden src=y>",
        "<a href=#top>x</a><a href=mailto:x@shop.dev>y</a><img alt=x src='data:image/png,x'>",
        "<script type='application/ld+json'>{}</script>",
        f"<p>{'a' * 104_400}",
    ],
    ids=range(9),
)
def test_html_that_is_left_alone(html: str) -> None:
    assert found(mail(html=html)) == {}


FILES = (AttachedFile("a.png", b"P", "image/png", "INLINE", content_id="a+b@c"),)


@pytest.mark.parametrize("src", ["cid:a+b@c", "CID:a%2Bb%40c"])
def test_an_attached_image_is_found_by_its_escaped_id(src: str) -> None:
    assert found(mail(html=f"<img src={src} alt=x>", attachments=FILES)) == {}


def test_a_missing_image_names_those_that_are_there() -> None:
    message: Any = mail(html="<img src=cid:logo alt=x>", attachments=FILES)
    assert found(message) == {"missing-image": "cid:logo (attached: a+b@c)"}
