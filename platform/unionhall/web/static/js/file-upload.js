/* <file-upload>: sends a chosen, dropped or photographed file at once, with progress; says what is
   wrong with it before sending. Without it the same form has a file input and a button. */
class FileUpload extends HTMLElement {
  /* Of all elements of the page: it is drawn anew when the last of them is done. */
  static sending = 0;
  static arrived = 0;

  connectedCallback() {
    this.input = this.querySelector("input[type=file]");
    this.button = this.querySelector("[data-upload-button]");
    if (!this.input || !this.button) return;
    this.button.hidden = true;
    this.input.addEventListener("change", this.#chosen);
    this.addEventListener("dragover", this.#over);
    this.addEventListener("dragleave", this.#out);
    this.addEventListener("drop", this.#dropped);
    /* Chosen before this script was there: nobody will tell us again. */
    if (this.input.files.length) this.#send(this.#taken());
  }

  disconnectedCallback() {
    this.input?.removeEventListener("change", this.#chosen);
    this.removeEventListener("dragover", this.#over);
    this.removeEventListener("dragleave", this.#out);
    this.removeEventListener("drop", this.#dropped);
  }

  #chosen = (event) => {
    event.stopPropagation();
    this.#send(this.#taken());
  };

  /* Emptied at once: the same file may be chosen again, and no reload or step back sends it twice. */
  #taken() {
    const files = [...this.input.files];
    this.input.value = "";
    return files;
  }

  #over = (event) => {
    event.preventDefault();
    this.classList.add("upload--drag");
  };

  #out = () => this.classList.remove("upload--drag");

  #dropped = (event) => {
    event.preventDefault();
    this.#out();
    const files = [...event.dataTransfer.files];
    this.#send(this.input.multiple ? files : files.slice(0, 1));
  };

  /* One after the other, also when more are chosen meanwhile. */
  #send(files) {
    if (!files.length) return;
    const wrong = files.map((file) => this.#wrong(file)).find(Boolean);
    if (wrong) {
      this.#say(wrong, true);
      return;
    }
    this.querySelector(".upload__status")?.remove();
    FileUpload.sending += 1;
    this.queue = (this.queue ?? Promise.resolve()).then(() => this.#sendAll(files));
  }

  async #sendAll(files) {
    try {
      for (const file of files) {
        await this.#upload(file);
        FileUpload.arrived += 1;
      }
    } catch (failure) {
      this.#say(failure.message, true);
    }
    this.querySelector("progress")?.remove();
    FileUpload.sending -= 1;
    if (FileUpload.sending || !FileUpload.arrived) return;
    if (document.querySelector(".upload__status--error")) await this.#showArrived();
    else window.location.reload();
  }

  /* Some arrived, some were refused: show the first without losing what was said of the others. */
  async #showArrived() {
    const answer = await fetch(window.location.href).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (FileUpload.sending) return;
    FileUpload.arrived = 0;
    for (const cell of document.querySelectorAll("[data-files]")) {
      const row = page.getElementById(cell.parentElement.id);
      const now = row?.querySelector("[data-files]");
      if (now) cell.replaceChildren(...document.importNode(now, true).childNodes);
    }
    const version = page.querySelector("input[name=version]")?.value;
    if (!version) return;
    for (const input of document.querySelectorAll("input[name=version]")) input.value = version;
  }

  #wrong(file) {
    const most = Number(this.dataset.maxBytes ?? 0);
    const endings = this.input.accept.split(",").map((part) => part.trim().toLowerCase());
    const isKnown = endings.some((ending) => ending && file.name.toLowerCase().endsWith(ending));
    if (this.input.accept && !isKnown) return this.dataset.wrongType.replace("{name}", file.name);
    if (most && file.size > most) return this.dataset.tooLarge.replace("{name}", file.name);
    return "";
  }

  #upload(file) {
    const form = this.button.form;
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    body.set(this.input.name, file);
    if (this.button.name) body.set(this.button.name, this.button.value);
    return new Promise((resolve, reject) => {
      const call = new XMLHttpRequest();
      call.open("POST", this.button.getAttribute("formaction") ?? form.action);
      call.setRequestHeader("Accept", "application/json");
      call.responseType = "json";
      call.upload.addEventListener("progress", (event) => this.#progress(event, file));
      call.addEventListener("load", () => {
        if (call.status < 300) resolve();
        else reject(new Error(call.response?.message ?? this.dataset.failed));
      });
      const failed = () => reject(new Error(this.dataset.failed));
      for (const end of ["error", "abort", "timeout"]) call.addEventListener(end, failed);
      call.send(body);
    });
  }

  #progress(event, file) {
    let bar = this.querySelector("progress");
    if (!bar) {
      bar = document.createElement("progress");
      bar.className = "upload__progress";
      bar.setAttribute("aria-label", file.name);
      this.append(bar);
    }
    if (event.lengthComputable) {
      bar.max = event.total;
      bar.value = event.loaded;
    }
  }

  #say(sentence, isBad) {
    this.querySelector("progress")?.remove();
    let status = this.querySelector(".upload__status");
    if (!status) {
      status = document.createElement("p");
      status.className = "upload__status";
      status.setAttribute("role", "status");
      this.append(status);
    }
    status.textContent = sentence;
    status.classList.toggle("upload__status--error", isBad);
  }
}

customElements.define("file-upload", FileUpload);
