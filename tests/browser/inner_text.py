"""The text of a mail as Chromium has it."""

from __future__ import annotations

from typing import cast

from chromium import Browser

# In a frame that runs no script of the mail's; the page around it may look inside.
_READ = """
const [html, removesUnseen, width] = arguments;
return new Promise(resolve => {
    const frame = document.createElement("iframe");
    frame.sandbox = "allow-same-origin";
    frame.width = width;
    frame.height = 800;
    frame.onload = () => {
        const mail = frame.contentDocument;
        if (removesUnseen) {
            const styles = new Map();
            for (const element of mail.body.querySelectorAll("*"))
                styles.set(element, mail.defaultView.getComputedStyle(element));
            const unseen = [];
            for (const [element, style] of styles) {
                const cut = style.overflow !== "visible" && style.display !== "inline"
                    && element.clientHeight === 0 && element.scrollHeight > 0;
                if (style.opacity === "0" || cut) unseen.push(element);
                else if (style.fontSize === "0px")
                    for (const child of element.childNodes)
                        if (child.nodeType === Node.TEXT_NODE) unseen.push(child);
            }
            for (const node of unseen) node.remove();
        }
        const text = mail.body.innerText;
        frame.remove();
        resolve(text);
    };
    frame.srcdoc = html;
    document.body.replaceChildren(frame);
});
"""


def inner_text(
    browser: Browser, html: str, *, removes_unseen: bool = True, width: int = 1280
) -> str:
    """What `innerText` of a mail is, rendered in a page that is open.

    Args:
        browser: A browser with some page, which takes the mail into a frame.
        html: The mail.
        removes_unseen: Whether to leave out what has no size, is cut off or lets everything
            through, of which `innerText` takes no notice.
        width: Of the mail, in pixels.
    """
    return cast("str", browser.run(_READ, html, removes_unseen, width))
