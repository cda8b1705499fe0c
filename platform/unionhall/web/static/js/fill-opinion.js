/* <fill-opinion for="<id of a textarea>">: one press on a stock opinion puts it into the reason,
   after what is already there. Without this script the select beside it and its button do that. */
class FillOpinion extends HTMLElement {
  connectedCallback() {
    if (this.ready) return;
    this.ready = true;
    for (const part of this.querySelectorAll("[data-with-script]")) part.hidden = false;
    for (const part of this.querySelectorAll("[data-without-script]")) {
      part.hidden = true;
      for (const control of part.querySelectorAll("select, button")) control.disabled = true;
    }
    this.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-opinion]");
      const area = document.getElementById(this.getAttribute("for"));
      if (!button || !area) return;
      const typed = area.value.trim();
      const text = button.dataset.opinion;
      if (!typed.includes(text)) area.value = typed ? `${typed}\n${text}` : text;
      area.dispatchEvent(new Event("input", { bubbles: true }));
      area.focus();
    });
  }
}

customElements.define("fill-opinion", FillOpinion);
