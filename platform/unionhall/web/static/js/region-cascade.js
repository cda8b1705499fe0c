/* <region-cascade>: shows the lists of the levels that the state call sends; a choice above empties
   what is below at once. Without it the lists appear when the form is updated. */
class RegionCascade extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", this.#chosen);
  }

  disconnectedCallback() {
    this.removeEventListener("change", this.#chosen);
  }

  #chosen = (event) => {
    const parts = [...this.querySelectorAll(".region__part")];
    const at = parts.findIndex((part) => part.contains(event.target));
    for (const part of parts.slice(at + 1)) part.remove();
  };

  /* levels: [{name, of, label, items: [[code, title]], value}] from the outermost on. */
  show(levels) {
    const parts = [...this.querySelectorAll(".region__part")];
    levels.forEach((level, index) => {
      const part = parts[index];
      if (part && part.querySelector("input").value === level.of) return;
      part?.remove();
      this.append(this.#part(level, index));
    });
    for (const part of parts.slice(levels.length)) part.remove();
  }

  #part(level, index) {
    const first = this.querySelector("select");
    const part = document.createElement("span");
    part.className = "region__part";
    const belongs = document.createElement("input");
    belongs.type = "hidden";
    belongs.name = `${level.name}:of`;
    belongs.value = level.of;
    const select = document.createElement("select");
    select.className = "field__control region__level";
    select.name = level.name;
    select.id = index === 0 ? this.dataset.id : `${this.dataset.id}-${index}`;
    select.setAttribute("aria-label", level.label);
    const described = first?.getAttribute("aria-describedby");
    if (described) select.setAttribute("aria-describedby", described);
    select.append(new Option(this.dataset.blank, ""));
    for (const [code, title] of level.items) {
      select.append(new Option(title, code, false, code === level.value));
    }
    part.append(belongs, select);
    return part;
  }
}

customElements.define("region-cascade", RegionCascade);
