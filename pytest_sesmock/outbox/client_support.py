"""What email clients do not support of HTML and CSS, as of 2026-05-13.

Written by `docs/client_support.py` from the data of https://www.caniemail.com, which are under this
license:

MIT License

Copyright (c) 2019 Rémi Parmentier

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial
portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES
OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""

CLIENTS = {
    "apple-mail": "Apple Mail",
    "gmail": "Gmail",
    "outlook": "Outlook",
    "outlook-windows": "Outlook on Windows",
    "yahoo": "Yahoo! Mail",
    "aol": "AOL",
    "samsung-email": "Samsung Email",
    "thunderbird": "Thunderbird",
    "protonmail": "Proton Mail",
    "fastmail": "Fastmail",
    "hey": "HEY",
    "gmx": "GMX",
    "web-de": "WEB.DE",
    "orange": "Orange",
    "mail-ru": "Mail.ru",
}
"""The clients by the names that the lint takes, in the order of their letters in the table."""

UNSUPPORTED = """\
at-rule @font-face bcefijlmno
at-rule @import bcefghijlmno
at-rule @keyframes bcdefilmno
at-rule @media dh
at-rule @supports bcdhijlmo
attribute aria-describedby bdefhjklmno
attribute aria-hidden efhklmn
attribute aria-label efhklmn
attribute aria-labelledby bcdefhjklmn
attribute aria-live cefhklmn
attribute background k
attribute dir lm
attribute height k
attribute hidden bcdeflm
attribute lang klmn
attribute loading bcdefijlmn
attribute popover bcdefhijk
attribute required bcdefiklmno
attribute role klmn
attribute sizes bcdefijklmno
attribute srcset bcdefijklmno
attribute target bcefijklmno
attribute width k
element abbr defkno
element acronym defo
element article deflmo
element aside deflmo
element audio bcdefijklmno
element base cilmno
element bdi bcdefklmno
element body cefijo
element code n
element details deflmo
element dfn o
element dialog bcdefijklmno
element figcaption deflmo
element figure deflmo
element footer deflmo
element form deijklmno
element header deflmo
element link bcefghijklmno
element main deflmo
element map efik
element mark deflmo
element marquee bdjklmno
element meter bdefklmno
element nav deflmo
element object bcdefijklmno
element picture bcdefijklmno
element progress bcdefklmno
element rp bdklmno
element rt bdklmno
element ruby bdklmno
element section deflmo
element select deklm
element small n
element strike k
element style lm
element summary deflmo
element svg bcdefjklmo
element textarea cdegklm
element time deflmo
element video bcdefijklmno
element wbr bdklmno
function calc cdeflmn
function clamp cdefjlmn
function conic-gradient bcdefn
function lab bcdefghi
function lch bcdefghi
function light-dark bcdefln
function linear-gradient cdeflmn
function max cdefjlmn
function min cdefjlmn
function oklab bcdefghi
function oklch bcdefghi
function radial-gradient cdeflm
function rgba dlmn
function var bcdefjlmno
image apng bcd
image avif djlmno
image bmp lm
image hdr abcdefghijklmno
image heif cdefghijklmno
image ico d
image mp4 bcdefghijklmno
image svg bo
image tiff cdefghijlmno
image webp d
media -webkit-device-pixel-ratio bdefhilmo
media any-hover bdefo
media hover bdefo
media orientation bdefhi
media prefers-color-scheme bdefhiklmo
media prefers-reduced-motion bdefhjlmo
property accent-color bcdefijn
property align-items bdeflmn
property animation bcdefhilmno
property aspect-ratio bcdefghjlmn
property backdrop-filter bcdeflmn
property background-blend-mode deflmn
property background-clip deflmn
property background-image d
property background-origin deflmn
property background-position d
property background-repeat d
property background-size dlmn
property block-size bcdeflmn
property border-block bcdefglm
property border-image bcdeflmn
property border-inline bcdefglm
property border-radius dlmn
property border-spacing cd
property bottom bdef
property box-shadow bdeflmn
property box-sizing defn
property caption-side d
property clear d
property clip-path bcdeflmn
property color-scheme bcdefijklmo
property column-count deflm
property column-gap defln
property column-width def
property columns def
property cursor abcel
property empty-cells defo
property filter bcdefjlmn
property float d
property font-kerning deflo
property font-size-adjust d
property font-stretch bcdefg
property gap defln
property grid-template bcdefjln
property grid-template-columns bcdefjln
property height ef
property hyphenate-character bcdeflm
property hyphenate-limit-chars abcdefghlm
property hyphens bcdef
property inert bcdef
property inline-size bcdeflmn
property inset bcdefglmo
property justify-content bdeflmn
property left bdef
property list-style i
property list-style-image bcdefin
property list-style-position d
property margin-block bcdefglm
property margin-block-end bcdeflm
property margin-block-start bcdeflm
property margin-inline bcdefglm
property margin-inline-end bcdeflm
property margin-inline-start bcdeflm
property mask-image bcdeflm
property max-block-size bcdef
property max-height d
property max-inline-size bcdeflm
property min-block-size bcdeflm
property min-height di
property min-inline-size bcdef
property min-width d
property mix-blend-mode defjlmn
property object-fit deflmn
property object-position deflmn
property opacity dflmno
property orphans bdeflm
property outline dn
property outline-offset bcdefln
property overflow d
property overflow-wrap bcdef
property padding-block bcdefglm
property padding-block-end bcdeflm
property padding-block-start bcdeflm
property padding-inline bcdefglm
property padding-inline-end bcdeflm
property padding-inline-start bcdeflm
property position bcdo
property resize abcdefilmn
property right bdef
property row-gap defln
property scroll-snap bcdefjn
property shape-margin bcdef
property shape-outside bcdef
property tab-size bcdeflmo
property table-layout cd
property text-align-last cdef
property text-decoration in
property text-decoration-color dlmn
property text-decoration-line dflm
property text-decoration-skip-ink bcdeflmn
property text-decoration-style dflm
property text-decoration-thickness bcdeflmn
property text-emphasis bcdefglm
property text-emphasis-position bcdefglm
property text-justify abcefgim
property text-orientation deflm
property text-overflow defglmn
property text-shadow bcd
property text-underline-offset bcdeflmn
property text-underline-position cdeflm
property text-wrap bcdeflm
property top bdef
property transform bcdeflmno
property transition bcdin
property user-select bcdeflm
property visibility bdfn
property white-space dg
property white-space-collapse bcdef
property widows bdeflm
property word-break eflmn
property word-spacing df
property word-wrap cd
property writing-mode defjlmn
property z-index bdo
pseudo ::after bcdefilmno
pseudo ::before bcdefilmno
pseudo ::first-letter bcdino
pseudo ::first-line bcdino
pseudo ::marker bcdino
pseudo ::placeholder bcdiklmno
pseudo :active abcdfgno
pseudo :checked bdiklmno
pseudo :default bdilm
pseudo :first-child bdio
pseudo :first-of-type bdilmo
pseudo :focus abcdflmno
pseudo :focus-visible bd
pseudo :focus-within bcd
pseudo :has bcdefhilmno
pseudo :hover bcdflmo
pseudo :lang bcdefo
pseudo :last-child bdio
pseudo :last-of-type bdilmo
pseudo :link bio
pseudo :not bcdefilmo
pseudo :nth-child bcdefilmo
pseudo :nth-last-child bcdefilmo
pseudo :nth-last-of-type bcdefilmo
pseudo :nth-of-type bcdefilmo
pseudo :only-child bdio
pseudo :only-of-type bdio
pseudo :target abdfijklmno
pseudo :visited abdfgilmno
selector + di
selector > dilmn
selector [ dilm
selector ~ dilm
unit ch deflmn
unit rem deflmn
unit vh djlmn
unit vmax deflmn
unit vmin deflmn
unit vw djlmn
value display:flex dlmn
value display:grid dlmn
value flex-direction:column bcdeflmn
value flex-wrap:wrap bdeflmn
value mailto:links n
"""
"""A line for each mark: its kind, its name and the letters of the clients, of which at least one
program does not support it in its newest version."""
