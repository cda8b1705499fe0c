/* <tick-all>: one box that ticks all boxes of a table; without the script each is ticked by itself. */
class TickAll extends HTMLElement {
  connectedCallback() {
    const label = this.querySelector("[data-tick-all]");
    const boxes = [...this.querySelectorAll("input[name='_tick']")];
    if (!label || boxes.length < 2) return;
    const all = label.querySelector("input");
    label.hidden = false;
    const show = () => {
      const ticked = boxes.filter((box) => box.checked).length;
      all.checked = ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    };
    all.addEventListener("change", () => {
      for (const box of boxes) box.checked = all.checked;
    });
    this.addEventListener("change", (event) => {
      if (event.target !== all) show();
    });
    show();
  }
}

customElements.define("tick-all", TickAll);
