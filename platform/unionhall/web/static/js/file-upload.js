/* <file-upload>: sends a chosen, dropped or photographed file at once, with progress; says what is
   wrong with it before sending. Without it the same form has a file input and a button. */
class FileUpload extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=file]");
    this.button = this.querySelector("[data-upload-button]");
    if (!this.input || !this.button) return;
    this.button.hidden = true;
    this.input.addEventListener("change", this.#chosen);
    this.addEventListener("dragover", this.#over);
    this.addEventListener("dragleave", this.#out);
    this.addEventListener("drop", this.#dropped);
  }

  disconnectedCallback() {
    this.input?.removeEventListener("change", this.#chosen);
    this.removeEventListener("dragover", this.#over);
    this.removeEventListener("dragleave", this.#out);
    this.removeEventListener("drop", this.#dropped);
  }

  #chosen = (event) => {
    event.stopPropagation();
    this.#send([...this.input.files]);
  };

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

  async #send(files) {
    for (const file of files) {
      const wrong = this.#wrong(file);
      if (wrong) {
        this.#say(wrong, true);
        this.input.value = "";
        return;
      }
    }
    for (const file of files) {
      try {
        await this.#upload(file);
      } catch (failure) {
        this.#say(failure.message, true);
        this.input.value = "";
        return;
      }
    }
    if (files.length) window.location.reload();
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
      call.open("POST", this.button.formAction || form.action);
      call.setRequestHeader("Accept", "application/json");
      call.responseType = "json";
      call.upload.addEventListener("progress", (event) => this.#progress(event, file));
      call.addEventListener("load", () => {
        if (call.status < 300) resolve();
        else reject(new Error(call.response?.message ?? this.dataset.failed));
      });
      call.addEventListener("error", () => reject(new Error(this.dataset.failed)));
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
