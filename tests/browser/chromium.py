"""Chromium without a window, driven through chromedriver's HTTP interface (W3C WebDriver).

Both are Debian's packages; the driver is started here, and Chromium with a profile of its own.
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

_STARTED = re.compile(rb"started successfully on port (\d+)")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
KEYS = {"Enter": "\ue007", "Escape": "\ue00c", "ArrowDown": "\ue015", "End": "\ue010"}


def is_installed() -> bool:
    """Whether Chromium and its driver are on the path."""
    return shutil.which("chromium") is not None and shutil.which("chromedriver") is not None


def until(condition: Callable[[], object], seconds: float = 20) -> None:
    """Return as soon as a condition holds; it fails the test if it never does."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "never true"
        time.sleep(0.02)


class Browser:
    """One window of a running Chromium."""

    def __init__(self, port: int, flags: tuple[str, ...]) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=150)
        options = {"binary": shutil.which("chromium"), "args": flags}
        # For a machine that has much else to do.
        timeouts = {"script": 120_000, "pageLoad": 120_000}
        always = {"browserName": "chrome", "goog:chromeOptions": options, "timeouts": timeouts}
        session = self._call("POST", "/session", {"capabilities": {"alwaysMatch": always}})
        self._session = f"/session/{session['sessionId']}"

    def close(self) -> None:
        self._call("DELETE", self._session)
        self._connection.close()

    def open(self, page: Path, fragment: str = "") -> None:
        """Load a file; one that is open already is loaded anew."""
        self.visit(f"{page.as_uri()}{fragment}")

    def visit(self, address: str) -> None:
        """Load an address; one that is open already is loaded anew."""
        self._do("url", url="about:blank")
        self._do("url", url=address)

    def run(self, script: str, *arguments: Any) -> Any:
        """The result of a function body in the page; a promise is waited for."""
        return self._do("execute/sync", script=script, args=arguments)

    def wait_for(self, condition: str) -> Any:
        """The first value of an expression that is true, within a minute."""
        return self.run(
            f"""
            const started = performance.now();
            return new Promise((resolve, reject) => {{
                const look = () => {{
                    const value = ({condition});
                    if (value) resolve(value);
                    else if (performance.now() - started > 60000) reject(new Error("never true"));
                    else setTimeout(look, 20);
                }};
                look();
            }});
            """
        )

    def press(self, *keys: str) -> None:
        """Type keys, one after another, wherever the focus is."""
        actions = [
            {"type": kind, "value": KEYS.get(key, key)}
            for key in keys
            for kind in ("keyDown", "keyUp")
        ]
        self._do("actions", actions=[{"type": "key", "id": "keyboard", "actions": actions}])

    def click(self, x: float, y: float) -> None:
        """Click a point of the window, whatever is there."""
        actions = [
            {"type": "pointerMove", "duration": 0, "x": round(x), "y": round(y)},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._do("actions", actions=[{"type": "pointer", "id": "mouse", "actions": actions}])

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Press the mouse at a point of the window and let it go at another."""
        actions = [
            {"type": "pointerMove", "duration": 0, "x": start[0], "y": start[1]},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerMove", "duration": 50, "x": end[0], "y": end[1]},
            {"type": "pointerUp", "button": 0},
        ]
        self._do("actions", actions=[{"type": "pointer", "id": "mouse", "actions": actions}])

    def look(self, width: int, height: int, scheme: str = "light") -> None:
        """Have the window's size in pixels and the reader's colour scheme be these."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self._devtools("Emulation.setDeviceMetricsOverride", metrics)
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self._devtools("Emulation.setEmulatedMedia", {"features": features})

    def save_to(self, directory: Path) -> None:
        """Have downloads arrive in a directory."""
        parameters = {"behavior": "allow", "downloadPath": str(directory)}
        self._devtools("Browser.setDownloadBehavior", parameters)

    def screenshot(self) -> bytes:
        """The window as a PNG."""
        return base64.b64decode(self._call("GET", f"{self._session}/screenshot"))

    @contextmanager
    def inside(self, selector: str) -> Iterator[None]:
        """Have scripts run in the document of a frame."""
        found = self._do("element", using="css selector", value=selector)
        self._do("frame", id={_ELEMENT: found[_ELEMENT]})
        try:
            yield
        finally:
            self._do("frame", id=None)

    def windows(self) -> int:
        """How many windows and tabs are open."""
        return len(self._call("GET", f"{self._session}/window/handles"))

    def _devtools(self, command: str, parameters: dict[str, Any]) -> None:
        self._do("goog/cdp/execute", cmd=command, params=parameters)

    def _do(self, command: str, **parameters: Any) -> Any:
        return self._call("POST", f"{self._session}/{command}", parameters)

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        self._connection.request(method, path, json.dumps(body) if body is not None else None)
        answer = json.loads(self._connection.getresponse().read())["value"]
        if isinstance(answer, dict) and "error" in answer:
            raise RuntimeError(f"{answer['error']}: {answer['message']}")
        return answer


@contextmanager
def chromium(*flags: str) -> Iterator[Browser]:
    """A Chromium with a fresh profile, closed with everything it started at the end."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        environment = {**os.environ, "HOME": profile}
        driver = subprocess.Popen(
            [str(shutil.which("chromedriver")), "--port=0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        try:
            browser = Browser(
                _port(driver), (*_FLAGS, f"--user-data-dir={profile}/chromium", *flags)
            )
            try:
                yield browser
            finally:
                browser.close()
        finally:
            driver.terminate()
            driver.communicate()


def _port(driver: subprocess.Popen[bytes]) -> int:
    assert driver.stdout is not None
    for line in driver.stdout:
        if started := _STARTED.search(line):
            return int(started[1])
    raise RuntimeError("chromedriver did not start")
