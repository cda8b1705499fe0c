/* <image-viewer>: shows the chosen picture in place, zooms, turns, goes to the next.
   Without this script its links open each file in a new tab. */
class ImageViewer extends HTMLElement {
  connectedCallback() {
    if (this.ready) return;
    this.ready = true;
    this.stage = this.querySelector("[data-stage]");
    this.links = [...this.querySelectorAll("a[data-preview]")];
    if (!this.stage || this.links.length === 0) return;
    this.stage.hidden = false;
    const frame = this.stage.querySelector("[data-frame]");
    this.frame = frame;
    this.caption = this.stage.querySelector("[data-caption]");
    this.image = document.createElement("img");
    frame.replaceChildren(this.image);
    this.links.forEach((link, index) => {
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        this.show(index);
        this.stage.scrollIntoView({ block: "nearest" });
      });
    });
    this.stage.addEventListener("click", (event) => {
      const tool = event.target.closest("button[data-do]");
      if (tool) this.act(tool.dataset.do);
    });
    this.show(0);
  }

  show(index) {
    this.index = (index + this.links.length) % this.links.length;
    const link = this.links[this.index];
    this.links.forEach((other) => other.removeAttribute("aria-current"));
    link.setAttribute("aria-current", "true");
    this.image.src = link.dataset.preview;
    this.image.alt = link.dataset.name;
    this.caption.textContent = `${this.index + 1}/${this.links.length} ${link.dataset.name}`;
    this.frame.dataset.zoom = "1";
    this.frame.dataset.turn = "0";
  }

  act(what) {
    const zoom = Number(this.frame.dataset.zoom);
    if (what === "next") this.show(this.index + 1);
    if (what === "previous") this.show(this.index - 1);
    if (what === "larger") this.frame.dataset.zoom = String(Math.min(zoom + 1, 3));
    if (what === "smaller") this.frame.dataset.zoom = String(Math.max(zoom - 1, 1));
    if (what === "turn") this.frame.dataset.turn = String((Number(this.frame.dataset.turn) + 1) % 4);
  }
}

customElements.define("image-viewer", ImageViewer);
