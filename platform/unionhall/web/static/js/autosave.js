/* <auto-save>: saves the draft after a pause through the same address as the form, with its
   version number. Says when it did; on a conflict it stops and says so, and keeps what is typed. */
const PAUSE = 4000;

class AutoSave extends HTMLElement {
  #timer = 0;
  #running = null;
  #isDirty = false;
  #isStopped = false;
  #isLeaving = false;

  connectedCallback() {
    this.form = this.closest("form");
    if (!this.form) return;
    this.form.addEventListener("input", this.#changed);
    this.form.addEventListener("change", this.#changed);
    this.form.addEventListener("submit", this.#submitting);
    window.addEventListener("beforeunload", this.#leaving);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.form?.removeEventListener("input", this.#changed);
    this.form?.removeEventListener("change", this.#changed);
    this.form?.removeEventListener("submit", this.#submitting);
    window.removeEventListener("beforeunload", this.#leaving);
  }

  #changed = (event) => {
    if (event.target.type === "file") return;
    this.#isDirty = true;
    if (this.#isStopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#save(), PAUSE);
  };

  /* A submit must carry the version of a save that is still under way. */
  #submitting = (event) => {
    clearTimeout(this.#timer);
    if (!this.#running) {
      this.#isLeaving = true;
      return;
    }
    event.preventDefault();
    const button = event.submitter;
    this.#running.finally(() => this.form.requestSubmit(button));
  };

  #leaving = (event) => {
    if (this.#isDirty && !this.#isLeaving) event.preventDefault();
  };

  #save() {
    if (this.#running) {
      this.#changed({ target: this });
      return;
    }
    this.#running = this.#send().finally(() => {
      this.#running = null;
    });
  }

  async #send() {
    const body = new FormData(this.form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    body.set("_go", "autosave");
    this.#isDirty = false;
    try {
      const response = await fetch(this.form.action, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        credentials: "same-origin",
      });
      const answer = await response.json();
      if (response.ok) this.#saved(answer);
      else this.#refused(answer, response.status);
    } catch {
      this.#isDirty = true;
      this.#say(this.dataset.failed, true);
    }
  }

  #saved(answer) {
    const version = this.form.elements._version;
    if (version) version.value = answer.version;
    this.#say(this.dataset.saved.replace("{time}", answer.saved_at), false);
  }

  #refused(answer, status) {
    this.#isDirty = true;
    if (status === 409 || status === 404 || status === 403) this.#isStopped = true;
    this.#say(answer.message ?? this.dataset.failed, true);
  }

  #say(sentence, isBad) {
    const status = this.querySelector("[data-status]") ?? this;
    status.textContent = sentence;
    this.classList.toggle("form-status--bad", isBad);
  }
}

customElements.define("auto-save", AutoSave);
