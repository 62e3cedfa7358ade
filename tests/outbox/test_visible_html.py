"""What a person sees of HTML."""

from __future__ import annotations

import html as html_of_python

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_sesmock.outbox.visible_html import Image, Link, read


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param("just text", "just text", id="no markup"),
        pytest.param("<p>Hello <b>Wo</b>rld</p><p>Bye</p>", "Hello World\nBye", id="blocks"),
        pytest.param("a<br>b<br/><br/>c", "a\nb\nc", id="line breaks, empty lines left out"),
        pytest.param("  a \t\n b&nbsp;&#8195;c ", "a b c", id="white space"),
        pytest.param("<pre>a   b\n  c</pre> d\ne", "a b\nc\nd e", id="lines of pre"),
        pytest.param("<pre>a\n<b>b\nc</b></pre>d\ne", "a\nb\nc\nd e", id="within pre"),
        pytest.param("<ul><li>a<li>b</ul>", "a\nb", id="list"),
        pytest.param(
            "<table><tr><td>1</td><td>2</td></tr><tr><th>3</th><td>4</td></tr></table>",
            "1 2\n3 4",
            id="table rows",
        ),
        pytest.param("Fish &amp; chips &lt;b&gt; &eacute;", "Fish & chips <b> é", id="entities"),
        pytest.param("un\u00adbro\u200bken\ufeff", "unbroken", id="characters nobody sees"),
        pytest.param(
            "<head><title>t</title><style>s</style></head><body>b<script>x</script>"
            "<style>s</style><template>t</template><!-- c --><noscript>n</noscript>",
            "bn",
            id="what is not displayed",
        ),
        pytest.param(
            "<!--[if mso]><p>Outlook</p><![endif]-->a<![if !mso]>b<![endif]>",
            "ab",
            id="conditional comments",
        ),
        pytest.param("a<p hidden>b</p><p hidden=until-found>c</p>d", "ad", id="hidden"),
        pytest.param("<p style='display:none'>b</p>d", "d", id="display none"),
        pytest.param(
            "<p style='color:red; DISPLAY : None !important; x:y'><b>b</b></p>d", "d", id="spelt"
        ),
        pytest.param("<p style='visibility:hidden'>b</p>d", "d", id="visibility"),
        pytest.param("<p style='mso-display:none;display:block'>b</p>", "b", id="another property"),
        pytest.param(
            "<img src=a alt='Our  logo'> <img src=b alt=''><img src=c>!", "Our logo !", id="images"
        ),
        pytest.param("<b><p>a</b>b</i></p></div>c", "ab\nc", id="tags that do not fit"),
        pytest.param("<p>a<p>b</p", "a\nb", id="cut off"),
        pytest.param("<select><option>a</select><textarea>b</textarea>c", "c", id="form fields"),
        pytest.param("<svg><title>t</title><text>s</text></svg>c", "c", id="drawings"),
        pytest.param("a\ud800b", "a\ud800b", id="lone surrogate"),
    ],
)
def test_visible_text(html: str, text: str) -> None:
    assert read(html).text == text


@pytest.mark.parametrize(
    ("html", "links"),
    [
        (
            "<a href=https://a.b/?x=1&amp;y=2>Go <b>there</b></a>",
            [("https://a.b/?x=1&y=2", "Go there")],
        ),
        ("<a href=' https://a\n.b '>x</a>", [("https://a.b", "x")]),
        ("<a href=/x><img alt=Logo> <p>Home</p></a>", [("/x", "Logo Home")]),
        ("<a href>x</a><a name=y>z</a>", [("", "x")]),
        ("<p hidden><a href=x>y</a></p>", []),
        ("<map><area href=x alt=East><area href=y></map>", [("x", "East"), ("y", "")]),
        ("<a href=x>a<a href=y>b</a>", [("x", "a"), ("y", "b")]),
        ("<a href=x>a<table><td><a href=y>b</a></table>", [("y", "b"), ("x", "a")]),
    ],
    ids=["escaped", "white space", "image", "no address", "hidden", "map", "not closed", "nested"],
)
def test_links(html: str, links: list[tuple[str, str]]) -> None:
    assert read(html).links == tuple(Link(*each) for each in links)


def test_images() -> None:
    assert read(
        "<img><img src=cid:logo alt=x><img src=' p ' width=1 height=1px><img width=1>"
        "<p hidden><img src=no></p>"
    ).images == (
        Image("", None, is_pixel=False),
        Image("cid:logo", "x", is_pixel=False),
        Image("p", None, is_pixel=True),
        Image("", None, is_pixel=False),
    )


_MARKUP = st.sampled_from(
    [
        *("<", ">", "</", "<p>", "<table>", "<td>", "<a href=x>", "</a>", "<b>", "</b>", "<pre>"),
        *("<div hidden>", "</div>", "<!--", "-->", "&amp", "<![CDATA[", "]]>", "<svg>", "text"),
        *("<template>", "<select>", "<plaintext>", "<img alt=x>", "<p style='", "'>", "\0"),
    ]
)


@given(st.text(st.characters(exclude_categories=())) | st.lists(_MARKUP).map("".join))
def test_whatever_is_sent_can_be_read(html: str) -> None:
    page = read(html)
    lines = page.text.split("\n") if page.text else []
    assert lines == [" ".join(line.split()) for line in lines]
    assert all(lines)


@given(
    st.lists(_MARKUP.filter(lambda part: part not in {"<!--", "<plaintext>", "<p style='"})),
    st.sampled_from(["script", "style"]),
)
def test_what_a_script_holds_is_never_seen(parts: list[str], tag: str) -> None:
    html = f"<div><{tag}>{''.join(parts)} SECRET </{tag}></div>"
    assert "SECRET" not in read(html).text


words = st.text("abc&<>\"' é", min_size=1).filter(str.strip)


@given(st.lists(st.tuples(words, words)))
def test_links_are_read_back_from_the_html_that_was_made_of_them(
    links: list[tuple[str, str]],
) -> None:
    html = "".join(
        f'<p><a href="{html_of_python.escape(href)}">{html_of_python.escape(text)}</a></p>'
        for href, text in links
    )
    assert read(html).links == tuple(
        Link(href.strip(), " ".join(text.split())) for href, text in links
    )


@pytest.mark.parametrize(
    "part",
    [
        *(
            "<div>",
            "<b>",
            "<a href=x>y",
            "<table><tr><td><a href=x>y",
            "<svg>",
            "<pre>",
            "<ul><li>",
        ),
        *("<p style='display:'>", "<!--", "<", "&", "<script>", "<select>", "<font>"),
    ],
)
def test_ten_thousand_deep(part: str) -> None:
    """It ends, and soon, without a RecursionError."""
    read(part * 10_000 + "x")
