"""HTML whose styles decide what is seen, and the text that is.

One table for the tests of our own reading, and for the browser that is its oracle.
"""

from __future__ import annotations

TWO = "<p class='a b' id=x lang=en-GB title='some text'>p</p>q"


def styled(css: str, media: str = "") -> str:
    """Two texts, of which a style sheet may hide the first."""
    return f"<style media='{media}'>{css}</style>{TWO}"


CASES: dict[str, tuple[str, str]] = {
    # Lines
    "links as blocks": (
        "<a style='display:block'>X</a><a style='display:block'>LinkedIn</a>",
        "X\nLinkedIn",
    ),
    "block spelt": ("a<b style=' DISPLAY : Block !important '>b</b>c", "a\nb\nc"),
    "inline paragraphs": ("<p style='display:inline'>a</p><p style='display:inline'>b", "a\nb"),
    "inline division": ("a<div style='display:inline'>b</div>c", "abc"),
    "inline-block": ("a<span style='display:inline-block'>b</span>c", "abc"),
    "cells": (
        "<div style='display:table'><i style='display:table-row'>"
        "<b style='display:table-cell'>a</b><b style='display:table-cell'>b</b></i></div>c",
        "a b\nc",
    ),
    "cells as blocks": (
        "<table><tr><td style='display:block'>a</td><td style='display:block'>b</table>",
        "a\nb",
    ),
    "row of boxes": ("<div style='display:flex'><b>a</b><b>b</b></div>c", "a\nb\nc"),
    "grid in a line": ("<b style='display:inline-grid'><i>a</i><i>b</i></b>c", "a\nb\nc"),
    "floating": ("<b style='float:left'>a</b><b style='float:none'>b</b>c", "a\nbc"),
    "out of the flow": ("a<b style='position:absolute'>b</b>c", "a\nb\nc"),
    "relative": ("a<b style='position:relative'>b</b>c", "abc"),
    "list in a line": ("<style>li{display:inline}</style><ul><li>a</li><li>b</li></ul>", "ab"),
    "no such display": ("a<b style='display:middle'>b</b><p style='display:'>c", "ab\nc"),
    "line breaks whatever their style": ("a<br style='display:inline'>b", "a\nb"),
    "lines kept": ("<p style='white-space:pre-line'>a\n b</p>c\nd", "a\nb\nc d"),
    "lines of pre not kept": ("<pre style='white-space:normal'>a\nb</pre>c", "a b\nc"),
    "images as blocks": ("a<img style='display:block'>b<img>c", "a\nbc"),
    # Unseen
    "none": ("<p style='display:none'>b</p>d", "d"),
    "none, important": (
        "<p style='color:red; DISPLAY : None !important; display:block'><b>b</b></p>d",
        "d",
    ),
    "shown though hidden": ("<p hidden style='display:block'>b</p>d", "b\nd"),
    "visibility": ("<p style='visibility:hidden'>b</p>d", "d"),
    "visible within": (
        "<i style='visibility:hidden'>a<b style='visibility:visible'>b</b>c</i>d",
        "bd",
    ),
    "visibility of no such value": ("<p style='visibility:gone'>b</p>d", "b\nd"),
    "opacity": ("<p style='opacity:0.0'>b</p><p style='opacity:.01'>c</p>d", "c\nd"),
    "no height": ("<div style='max-height:0px;overflow:hidden'>b</div>d", "d"),
    "no height at all": ("<div style='height:0;overflow:clip'>b</div>d", "d"),
    "no height, but flowing over": ("<div style='max-height:0'>b</div>d", "b\nd"),
    "no height of a word": ("<b style='max-height:0;overflow:hidden'>b</b>d", "bd"),
    "some height": ("<div style='max-height:90px;overflow:hidden'>b</div>d", "b\nd"),
    "seen in the padding": (
        "<div style='height:0;overflow:hidden;padding:0 0 20px'>b</div>d",
        "b\nd",
    ),
    "seen in the padding above": (
        "<div style='height:0;overflow:hidden;padding:0;padding-top:20px'>b</div>d",
        "b\nd",
    ),
    "padding at the sides": ("<div style='height:0;overflow:hidden;padding:0 9px'>b</div>d", "d"),
    "no size": ("<p style='font-size:0'>b</p>d", "d"),
    "no size of what is within": ("<p style='font-size:0pt'>a<b style='font-size:2em'>b</b>", ""),
    "size within": ("<p style='font-size:0'>a<b style='font-size:12px'>b</b>", "b"),
    "size of a font": ("<p style='font:bold 0/0 a'>b</p><p style='font:400 12px/1 a'>c", "c"),
    "font without a size": ("<p style='font-size:0'>a<b style='font:bold'>b</b>", ""),
    "Outlook's own": ("<p style='mso-hide:all;mso-display:none;line-height:0'>b</p>d", "b\nd"),
    "comment in a style": ("<p style='/* display:block; */display:none'>b</p>d", "d"),
    "preheader": (
        "<div style='display:none;font-size:1px;line-height:1px;max-height:0px;max-width:0px;"
        "opacity:0;overflow:hidden;mso-hide:all'>Preview</div>d",
        "d",
    ),
    "style in a string": ("<p style=\"background:url('a;display:none;b')\">b</p>d", "b\nd"),
    "style in an address": ("<p style='background:url(a;display:none;/*);opacity:0'>b</p>d", "d"),
    "style in braces": ("<p style='x:{a;display:none;b}'>b</p>d", "b\nd"),
    "style in a string without an end": ("<p style='x:\"a;display:none'>b</p>d", "b\nd"),
    "style behind an escape": ("<p style='x:\\\";display:none;y:\"'>b</p>d", "d"),
    "no such mark": ("<p style='display:none !ie'>b</p>d", "b\nd"),
    "value of two marks": ("<p style='display:none !important !ie'>b</p>d", "b\nd"),
    # Selectors
    "type": (styled("P{display:none}"), "q"),
    "class": (styled(".b{display:none}"), "q"),
    "id": (styled("#x{display:none}"), "q"),
    "any": ("<style>body * {opacity:0}</style>a<b>b</b>", "a"),
    "list": (styled("h1, .c,\n.a{display:none}"), "q"),
    "compound": (styled("p.a.b#x{display:none}"), "q"),
    "compound of more": (styled("p.a.c, b.a, p#y{display:none}"), "p\nq"),
    "attribute": (styled("[lang]{display:none}"), "q"),
    "no such attribute": (styled("[href]{display:none}"), "p\nq"),
    "attribute is": (styled("p[ title = 'some text' ]{display:none}"), "q"),
    "attribute is not": (styled("p[title=some]{display:none}"), "p\nq"),
    "attribute has a word": (styled('p[class~="b"]{display:none}'), "q"),
    "attribute contains": (styled("p[title*=me]{display:none}"), "q"),
    "attribute contains nothing": (styled("p[title*='']{display:none}"), "p\nq"),
    "attribute begins": (styled("p[title^=some]{display:none}"), "q"),
    "attribute ends": (styled("p[title$=text]{display:none}"), "q"),
    "attribute that is none": (styled("p[lang=en GB]{display:none}"), "p\nq"),
    "attribute is of a language": (styled("p[lang|=en]{display:none}"), "q"),
    "descendant": ("<style>.o u{display:none}</style><b class=o><i><u>a</u></i></b>b", "b"),
    "no descendant": ("<style>.o .i{display:none}</style><b class=i><i class=o>a</i></b>b", "ab"),
    "child": ("<style>.o>.i{display:none}</style><b class=o><u class=i>a</u></b>b", "b"),
    "no child": ("<style>.o > u{display:none}</style><b class=o><i><u>a</u></i></b>b", "ab"),
    "three parts": ("<style>p > b i{display:none}</style><p><b><u><i>a</i></u></b>b", "b"),
    "escaped": ("<style>.sm\\:off{display:none}</style><b class='sm:off'>a</b>b", "b"),
    "state": ("<style>b:hover, b:target i{display:none}</style><b><i>a</i></b>b", "ab"),
    "list within brackets": (styled("p:not(.x, .a, .y){display:none}"), "p\nq"),
    "list within brackets of others": (styled("td:is(.x, .a){display:none}"), "p\nq"),
    "list in a string": (styled('b[title="a, p, b"]{display:none}'), "p\nq"),
    "comma in a name": (styled(".x\\,.a{display:none}"), "p\nq"),
    "list with brackets": (styled("td:is(b, i) , .a{display:none}"), "q"),
    # Which of several rules
    "later": (styled("p{display:none} p{display:block}"), "p\nq"),
    "more specific": (styled("#x{display:none} p.a.b{display:block}"), "q"),
    "important": (styled("p{display:none!important} #x{display:block}"), "q"),
    "inline over sheet": ("<style>#x{display:none}</style><p id=x style='display:block'>p", "p"),
    "important over inline": (
        "<style>p{display:none !important}</style><p style='display:block'>p",
        "",
    ),
    "behind the text": (f"{TWO}<style>p{{display:none}}</style>", "q"),
    "two sheets": (styled("p{display:none}</style><style>p{opacity:0}"), "q"),
    # Sheets
    "no style sheet": (styled(""), "p\nq"),
    "no selector": (styled("{display:none}"), "p\nq"),
    "comments": (styled("<!-- /* p{} */ p{/*}*/display:none} -->"), "q"),
    "comment without an end": (styled("p{display:none} /* } q"), "q"),
    "braces in strings": (
        styled("b{content:'}';display:none} i{content:\"{\"} .a{display:none}"),
        "q",
    ),
    "quote without an end": (styled("i{x:'}\n} p{display:none}"), "q"),
    "more ends than beginnings": (styled("i{} b{} p{display:none} } }"), "q"),
    "no end": (styled("p{display:none"), "q"),
    "of no rule": (styled("p display:none; }"), "p\nq"),
    "import before": (styled("@import url(x.css); p{display:none}"), "q"),
    "other at-rules": (
        styled("@font-face{font-family:x} @media print{i{}} @page{p{display:none}}"),
        "p\nq",
    ),
    "rule within a rule": (styled("div{ p{display:none} }"), "p\nq"),
    "rule around a rule": (styled("p{display:none; &:hover{display:block} x:y}"), "q"),
    "query within a rule": (styled("div{ @media screen{ p{display:none} } }"), "p\nq"),
    "rule in brackets": (styled("i{x:(} p{display:none} )}"), "p\nq"),
    "comment in a string": (styled("i{x:'/*'} p{display:none}"), "q"),
    "semicolon in an address": (styled("i{src:url(a;}p{b)} p{display:none}"), "q"),
    "print": (styled("p{display:none}", media="print"), "p\nq"),
    "screen": (styled("p{display:none}", media="SCREEN"), "q"),
    "phone": (styled("@media only screen and (max-width:600px){p{display:none}}"), "p\nq"),
    "desktop": (
        styled("@media only screen\nand (min-width: 37.5em){p{display:none}}"),
        "q",
    ),
    "desktop without a type": (styled("@media(min-width:480px){p{display:none}}"), "q"),
    "one query of several": (styled("@media print, (min-width:1px){p{display:none}}"), "q"),
    "not a query": (styled("@media not print{p{display:none}}"), "q"),
    "not the screen": (styled("@media not screen{p{display:none}}"), "p\nq"),
    "dark": (styled("@media (prefers-color-scheme: dark){p{display:none}}"), "p\nq"),
    "light": (styled("@media (prefers-color-scheme: light){p{display:none}}"), "q"),
    "exactly so wide": (styled("@media (width:600px){p{display:none}}"), "p\nq"),
    "one mail program": (styled("@media yahoo{p{display:none}}"), "p\nq"),
    "query in a query": (
        styled("@media print{@media screen{p{display:none}}}"),
        "p\nq",
    ),
}  # fmt: skip
