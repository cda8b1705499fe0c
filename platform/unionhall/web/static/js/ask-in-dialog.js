/* <ask-in-dialog>: the question a form asks next appears in a dialog instead of on a page of its own.
   It sends the form as the browser would, takes the part marked data-dialog out of the answer and
   shows it. Without this script, or when the answer is something else, the browser simply goes on. */
class AskInDialog extends HTMLElement {
  connectedCallback() {
    if (this.ready) return;
    this.ready = true;
    this.addEventListener("submit", (event) => this.ask(event));
  }

  async ask(event) {
    const form = event.target;
    const button = event.submitter;
    if (!button || !button.hasAttribute("data-asks") || form.dataset.plain) return;
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    button.setAttribute("aria-busy", "true");
    try {
      const part = await this.fetchPart(form, button);
      if (part) this.show(part, button);
      else this.goOn(form, button);
    } catch {
      this.goOn(form, button);
    } finally {
      this.busy = false;
      button.removeAttribute("aria-busy");
    }
  }

  async fetchPart(form, button) {
    const body = new URLSearchParams(new FormData(form, button));
    const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
    if (answer.status !== 200) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("[data-dialog]");
  }

  show(part, button) {
    const dialog = document.createElement("dialog");
    dialog.className = "dialog dialog--wide";
    const heading = part.querySelector("h1, h2");
    if (heading?.id) dialog.setAttribute("aria-labelledby", heading.id);
    dialog.append(document.importNode(part, true));
    document.body.append(dialog);
    dialog.addEventListener("click", (event) => {
      const back = event.target.closest("button[data-closes]");
      if (!back) return;
      event.preventDefault();
      dialog.close();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      button.focus();
    });
    dialog.showModal();
  }

  goOn(form, button) {
    form.dataset.plain = "1";
    form.requestSubmit(button);
  }
}

customElements.define("ask-in-dialog", AskInDialog);
