/* <lookup-picker>: searches while one types and asks before a row is taken. The results are a part
   of the page that is replaced; the box being typed in never is. */
const PAUSE = 300;

class LookupPicker extends HTMLElement {
  #timer = 0;
  #call = null;

  connectedCallback() {
    this.addEventListener("input", this.#typed);
    this.addEventListener("submit", this.#submitted);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#call?.abort();
    this.removeEventListener("input", this.#typed);
    this.removeEventListener("submit", this.#submitted);
  }

  #typed = (event) => {
    const form = event.target.closest("form[data-search]");
    if (!form) return;
    clearTimeout(this.#timer);
    const text = event.target.value.trim();
    if (text.length < Number(this.dataset.minChars ?? 2)) return;
    this.#timer = setTimeout(() => this.#search(form), PAUSE);
  };

  async #search(form) {
    this.#call?.abort();
    const call = new AbortController();
    this.#call = call;
    const address = new URL(form.action);
    address.search = new URLSearchParams(new FormData(form)).toString();
    this.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(address, { credentials: "same-origin", signal: call.signal });
      if (!response.ok) return;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const found = page.querySelector("[data-results]");
      const old = this.querySelector("[data-results]");
      if (found && old) old.replaceChildren(...document.importNode(found, true).childNodes);
    } catch (failure) {
      if (failure.name !== "AbortError") form.requestSubmit();
    } finally {
      if (this.#call === call) this.removeAttribute("aria-busy");
    }
  }

  #submitted = (event) => {
    const question = event.submitter?.dataset.confirm;
    if (!question || event.submitter.dataset.confirmed) return;
    event.preventDefault();
    this.#ask(question, () => {
      event.submitter.dataset.confirmed = "yes";
      event.target.requestSubmit(event.submitter);
    });
  };

  #ask(question, then) {
    const dialog = document.createElement("dialog");
    dialog.className = "dialog";
    const words = document.createElement("p");
    words.textContent = question;
    dialog.setAttribute("aria-label", question);
    const actions = document.createElement("div");
    actions.className = "dialog__actions";
    const no = this.#button(this.dataset.cancel, "button", () => dialog.close());
    const yes = this.#button(this.dataset.ok, "button button--primary", () => {
      dialog.close();
      then();
    });
    actions.append(no, yes);
    dialog.append(words, actions);
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  #button(words, name, pressed) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = name;
    button.textContent = words;
    button.addEventListener("click", pressed);
    return button;
  }
}

customElements.define("lookup-picker", LookupPicker);
