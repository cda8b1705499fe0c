/* <open-dialog for="id"><a href="...">: opens the dialog instead of the page that asks the same. */
class OpenDialog extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const dialog = document.getElementById(this.getAttribute("for"));
      if (!dialog || event.ctrlKey || event.metaKey || !event.target.closest("a, button")) return;
      event.preventDefault();
      dialog.showModal();
    });
  }
}

customElements.define("open-dialog", OpenDialog);
