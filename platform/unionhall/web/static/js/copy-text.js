/* <copy-text><output>…</output><button hidden>: the button copies; without a script it stays away. */
class CopyText extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    if (!button || !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(this.querySelector("output").textContent.trim());
      button.querySelector("span").textContent = button.dataset.done;
    });
  }
}

customElements.define("copy-text", CopyText);
