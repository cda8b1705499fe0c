/* <form-state data-url>: asks the server what is visible, required, read-only, computed while the
   form is filled in. Sends values, gets state back, and never touches what a person typed. */
const PAUSE = 350;

class FormState extends HTMLElement {
  #timer = 0;
  #call = null;

  connectedCallback() {
    this.form = this.closest("form");
    if (!this.form) return;
    this.#unpack();
    for (const part of this.form.querySelectorAll("[data-without-script]")) part.hidden = true;
    this.form.addEventListener("input", this.#later);
    this.form.addEventListener("change", this.#later);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#call?.abort();
    this.form?.removeEventListener("input", this.#later);
    this.form?.removeEventListener("change", this.#later);
  }

  /* What is not relevant waits in templates, so that it does not exist without a script. */
  #unpack() {
    for (const template of this.form.querySelectorAll("template[data-field-of]")) {
      template.replaceWith(template.content.cloneNode(true));
    }
  }

  #later = () => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), PAUSE);
  };

  async #ask() {
    this.#call?.abort();
    const call = new AbortController();
    this.#call = call;
    try {
      const response = await fetch(this.dataset.url, {
        method: "POST",
        body: valuesOf(this.form),
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        signal: call.signal,
      });
      if (!response.ok) return;
      const answer = await response.json();
      if (!call.signal.aborted) this.#apply(answer.fields ?? {});
    } catch (failure) {
      if (failure.name !== "AbortError") this.dispatchEvent(new CustomEvent("state-failed"));
    }
  }

  #apply(fields) {
    for (const [path, field] of Object.entries(fields)) {
      const frame = this.form.querySelector(`[data-field="${CSS.escape(path)}"]`);
      if (frame) applyField(frame, path, field);
    }
    for (const section of this.form.querySelectorAll("[data-section]")) {
      section.hidden = !section.querySelector("[data-field]:not([hidden])");
    }
  }
}

/* The same body a submit would send, without files: they are stored by themselves. */
export function valuesOf(form) {
  const values = new FormData(form);
  for (const [name, value] of [...values]) {
    if (value instanceof File) values.delete(name);
  }
  return values;
}

function applyField(frame, path, field) {
  frame.hidden = !field.visible;
  const mark = frame.querySelector(".field__required");
  if (mark) mark.hidden = !field.required;
  const inputs = [...frame.querySelectorAll("input, select, textarea")].filter(
    (input) => input.name === path,
  );
  const set = frame.querySelector(":scope > fieldset");
  if (set) {
    set.disabled = field.read_only;
    if (set.getAttribute("role") === "radiogroup") toggle(set, "aria-required", field.required);
  }
  for (const input of inputs) {
    if (input.tagName === "SELECT") input.disabled = field.read_only;
    else input.readOnly = field.read_only;
    if (!set) toggle(input, "aria-required", field.required);
  }
  applyValue(frame, inputs[0], field);
  applyChoices(inputs[0], field.choices);
  applyNotes(frame, field.notes);
  if (field.levels) frame.querySelector("region-cascade")?.show?.(field.levels);
}

/* A value comes only for what is computed; what was typed before comes back afterwards. */
function applyValue(frame, input, field) {
  const shown = frame.querySelector("[data-value]");
  if (shown && field.value !== undefined) {
    shown.textContent = field.value;
    return;
  }
  if (!input || input.type === "radio" || input.type === "checkbox") return;
  if (field.value !== undefined) {
    if (frame.dataset.typed === undefined) frame.dataset.typed = input.value;
    input.value = field.value;
  } else if (frame.dataset.typed !== undefined) {
    input.value = frame.dataset.typed;
    delete frame.dataset.typed;
  }
}

function applyChoices(input, choices) {
  if (!choices || input?.tagName !== "SELECT") return;
  const current = input.value;
  const [blank] = input.options;
  const options = choices.map(([value, title]) => new Option(title, value, false, value === current));
  input.replaceChildren(blank, ...options);
}

function applyNotes(frame, notes) {
  const host = frame.querySelector("[data-notes]");
  if (!host || !notes) return;
  host.replaceChildren(
    ...notes.map((note) => {
      const line = document.createElement("p");
      line.className = "field__note";
      line.textContent = note;
      return line;
    }),
  );
}

function toggle(element, name, isOn) {
  if (isOn) element.setAttribute(name, "true");
  else element.removeAttribute(name);
}

customElements.define("form-state", FormState);
