/* <invite-dialog><dialog open>: an invitation that stands on the page becomes a modal dialog. */
class InviteDialog extends HTMLElement {
  connectedCallback() {
    const dialog = this.querySelector("dialog[open]");
    if (!dialog) return;
    dialog.removeAttribute("open");
    dialog.showModal();
  }
}

customElements.define("invite-dialog", InviteDialog);
