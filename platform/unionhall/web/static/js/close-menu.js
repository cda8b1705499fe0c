/* <close-menu><details>: closes on Escape and on a click elsewhere. */
class CloseMenu extends HTMLElement {
  connectedCallback() {
    this.onPress = (event) => {
      const menu = this.querySelector("details[open]");
      if (!menu) return;
      if (event.type === "keydown" && event.key === "Escape") {
        menu.open = false;
        menu.querySelector("summary").focus();
      } else if (event.type === "click" && !this.contains(event.target)) {
        menu.open = false;
      }
    };
    document.addEventListener("click", this.onPress);
    document.addEventListener("keydown", this.onPress);
  }

  disconnectedCallback() {
    document.removeEventListener("click", this.onPress);
    document.removeEventListener("keydown", this.onPress);
  }
}

customElements.define("close-menu", CloseMenu);
