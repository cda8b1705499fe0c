/* <captcha-picture data-url>: another picture without sending the form, so that nothing typed is
   lost. Without it the button sends the form and the page comes back with a new picture. */
class CaptchaPicture extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this.#pressed);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#pressed);
  }

  #pressed = async (event) => {
    const button = event.target.closest("[data-another]");
    if (!button || !this.querySelector("img")) return;
    event.preventDefault();
    if (await this.renew()) {
      this.querySelector('[name="_captcha_answer"]').focus();
      return;
    }
    this.removeEventListener("click", this.#pressed);
    button.click();
  };

  /* Also asked by others when an answer was used up; false when it did not work. */
  async renew() {
    const picture = this.querySelector("img");
    if (!picture) return false;
    try {
      const response = await fetch(this.dataset.url, { headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(String(response.status));
      const { key, url } = await response.json();
      this.querySelector('[name="_captcha_key"]').value = key;
      picture.src = url;
      this.querySelector('[name="_captcha_answer"]').value = "";
      return true;
    } catch {
      return false;
    }
  }
}

customElements.define("captcha-picture", CaptchaPicture);
