/* <mobile-proof>: sends the code without leaving the page, counts down until the next one, and
   asks for a code again as soon as the number differs from the proven one. */
const WAIT = 60;

class MobileProof extends HTMLElement {
  #timer = 0;

  connectedCallback() {
    this.form = this.closest("form");
    this.send = this.querySelector("[data-send-code]");
    this.number = this.querySelector('input[type="tel"]');
    if (!this.form || !this.send || !this.number) return;
    this.words = this.send.textContent;
    this.send.addEventListener("click", this.#pressed);
    this.number.addEventListener("input", this.#typed);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
    this.send?.removeEventListener("click", this.#pressed);
    this.number?.removeEventListener("input", this.#typed);
  }

  #typed = () => {
    if (!this.dataset.proven) return;
    const isProven = this.number.value.trim() === this.dataset.proven;
    this.querySelector("[data-done]").hidden = !isProven;
    this.querySelector("[data-asking]").hidden = isProven;
  };

  #pressed = async (event) => {
    const captcha = this.form.querySelector("captcha-picture");
    /* A guest whose number was proven has no captcha here: the server shows one. */
    if (this.dataset.captcha !== undefined && !captcha) return;
    event.preventDefault();
    this.send.disabled = true;
    const body = new FormData(this.form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    body.set("_go", this.send.value);
    try {
      const response = await fetch(this.form.action, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        credentials: "same-origin",
      });
      const answer = await response.json();
      this.#say(answer.message, response.ok);
      if (answer.version !== undefined) this.form.elements._version.value = answer.version;
      if (response.ok) this.#wait();
      else this.send.disabled = false;
      if (response.ok) {
        /* Another number of the page may still need it. */
        const isOnly = this.form.querySelectorAll("mobile-proof").length === 1;
        if (captcha && isOnly) captcha.hidden = true;
        this.querySelector(".proof__code").focus();
      }
    } catch {
      this.#say(this.dataset.failed, false);
      this.send.disabled = false;
    }
    captcha?.renew?.();
  };

  #say(text, isGood) {
    const status = this.querySelector("[data-status]");
    status.textContent = text;
    status.classList.toggle("proof__status--bad", !isGood);
  }

  #wait() {
    let left = WAIT;
    const show = () => {
      this.send.textContent = this.dataset.wait.replace("{n}", left);
    };
    show();
    this.#timer = setInterval(() => {
      left -= 1;
      if (left > 0) {
        show();
        return;
      }
      clearInterval(this.#timer);
      this.send.textContent = this.words;
      this.send.disabled = false;
      const captcha = this.form.querySelector("captcha-picture");
      if (captcha) captcha.hidden = false;
    }, 1000);
  }
}

customElements.define("mobile-proof", MobileProof);
