/* <refresh-part id data-seconds>: asks for its page again and shows its own part anew, until the
   page says that nothing moves any more; then the page is loaded once, for its buttons. Without
   the script there is a link. */
class RefreshPart extends HTMLElement {
  #timer = 0;

  connectedCallback() {
    this.#later();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  #later() {
    const seconds = Number(this.dataset.seconds);
    if (seconds) this.#timer = setTimeout(() => this.#ask(), seconds * 1000);
  }

  async #ask() {
    // nobody looks, or somebody is about to press something in it
    const isBusy = document.hidden || this.contains(document.activeElement);
    if (!isBusy && !(await this.#show())) return;
    this.#later();
  }

  /* Whether to ask again. */
  async #show() {
    try {
      const response = await fetch(location.href, { credentials: "same-origin" });
      if (!response.ok || response.redirected) return false;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const part = page.getElementById(this.id);
      if (!part) return false;
      if (!part.dataset.seconds) {
        location.reload();
        return false;
      }
      if (this.innerHTML !== part.innerHTML) this.replaceChildren(...part.childNodes);
    } catch {
      // offline for a moment: the next round tries again
    }
    return true;
  }
}

customElements.define("refresh-part", RefreshPart);
