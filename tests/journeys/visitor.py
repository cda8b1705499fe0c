"""One person with a browser: what they do on pages, in the words of the interface."""

from __future__ import annotations

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Response

PASSWORD = "unionhall-demo"
DEVICES = {
    "wide": {"viewport": {"width": 1280, "height": 900}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "is_mobile": True,
        "has_touch": True,
        "device_scale_factor": 2,
    },
    "narrow": {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True},
}
AXE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}


class Visitor:
    """A browser context. `faults` collects what must never happen on any page."""

    def __init__(
        self,
        browser: Browser,
        site: str,
        *,
        device: str,
        scripts: bool,
        pictures: Path | None,
        judged: set[tuple[str, str]],
    ) -> None:
        self.judged = judged
        self.site, self.device, self.scripts, self.pictures = site, device, scripts, pictures
        self.faults: list[str] = []
        self.context = browser.new_context(
            base_url=site, java_script_enabled=scripts, locale="zh-CN", **DEVICES[device]
        )
        self.context.set_default_timeout(10_000)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("response", self._answered)

    def _console(self, message: object) -> None:
        text = getattr(message, "text", "")
        if "Content Security Policy" in text or "Refused to" in text:
            self.faults.append(f"{self.page.url}: {text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status} {response.url}")

    def leave(self) -> None:
        self.context.close()

    def sign_in(self, account: str) -> None:
        self.go("/sign-in/")
        self.page.fill("#name", account)
        self.page.fill("#password", PASSWORD)
        self.page.locator("main form button").first.click()
        self.page.wait_for_load_state()
        assert "/sign-in/" not in self.page.url, self.text()

    def go(self, path: str) -> int:
        """Open an address of the site; returns the status."""
        answer = self.page.goto(path)
        return answer.status if answer else 0

    def status_of(self, path: str) -> int:
        """Status of an address asked for with this visitor's cookies, without leaving the page."""
        return self.context.request.get(path, max_redirects=0).status

    def text(self) -> str:
        return self.page.locator("body").inner_text()

    def press(self, name: str, *, within: str = "main", exact: bool = True) -> None:
        """Press the visible button or link called `name`."""
        self.find(name, within=within, exact=exact).click()
        self.page.wait_for_load_state()

    def find(self, name: str, *, within: str = "main", exact: bool = True) -> Locator:
        place = self.page.locator(within)
        button = place.get_by_role("button", name=name, exact=exact)
        link = place.get_by_role("link", name=name, exact=exact)
        return button.or_(link).locator("visible=true").first

    def offers(self, name: str, *, within: str = "main") -> bool:
        return self.find(name, within=within).count() > 0

    def offered(self, *, within: str = "main") -> list[str]:
        """What the visible buttons and links say, in order."""
        found = self.page.locator(within).locator("button:visible, a:visible")
        return [text.strip() for text in found.all_inner_texts()]

    def send(self, path: str, **values: str) -> int:
        """Send a form with this visitor's cookies and token, without leaving; the status."""
        cookies = {one["name"]: one["value"] for one in self.context.cookies()}
        token = cookies.get("csrftoken", "")
        answer = self.context.request.post(
            path,
            form={**values, "csrfmiddlewaretoken": token},
            headers={"Referer": self.site, "X-CSRFToken": token},
            max_redirects=0,
        )
        return answer.status

    def picture(self, name: str) -> None:
        """Keep the whole page as a picture, for people to look at (`make screenshots`)."""
        if self.pictures is not None:
            folder = self.pictures / self.device
            folder.mkdir(parents=True, exist_ok=True)
            self.page.evaluate("scrollTo(0, 0)")
            self.page.screenshot(path=folder / f"{name}.png", full_page=True)

    def look(self, name: str) -> None:
        """What every page must pass: axe without findings, no sideways scrolling; a picture."""
        self.page.wait_for_load_state()
        if (name, self.device) not in self.judged or not self.scripts:
            self.picture(name)
        self.fits(name)
        if not self.scripts or (name, self.device) in self.judged:
            return
        self.judged.add((name, self.device))
        result = Axe().run(self.page, options=AXE)
        found = [
            f"{name} {self.device}: {v['id']}: {n['html'][:160]} {n.get('failureSummary', '')[:200]}"
            for v in result.response["violations"]
            for n in v["nodes"][:3]
        ]
        self.faults.extend(found)

    def fits(self, name: str) -> None:
        """No sideways scrolling. A phone's innerWidth grows with what hangs out, so the width
        compared with is that of the device."""
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        width = wide - DEVICES[self.device]["viewport"]["width"]
        if width > 0:
            self.faults.append(f"{name} {self.device}: {width} px wider than the window")
