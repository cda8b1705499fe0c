/* <row-table>: adds and deletes rows in place; without it the same buttons submit the form. */
const ROW = "__row__";

class RowTable extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this.#pressed);
    const numbers = [...this.querySelectorAll("[data-delete]")].map((b) =>
      Number(b.value.split(":").at(-1)),
    );
    this.next = Math.max(-1, ...numbers.filter(Number.isInteger)) + 1;
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#pressed);
  }

  get list() {
    return this.querySelector("[data-rows-list]");
  }

  #pressed = (event) => {
    const add = event.target.closest("[data-add]");
    const remove = event.target.closest("[data-delete]");
    if (!add && !remove) return;
    event.preventDefault();
    if (add) this.#add();
    else this.#remove(remove.closest("[data-row]"));
    this.#settle();
    this.dispatchEvent(new Event("change", { bubbles: true }));
  };

  #add() {
    const pattern = this.querySelector("template[data-row-pattern]");
    const row = pattern.content.cloneNode(true);
    const number = String(this.next++);
    for (const element of row.querySelectorAll("*")) {
      for (const attribute of element.attributes) {
        if (attribute.value.includes(ROW)) {
          attribute.value = attribute.value.replaceAll(ROW, number);
        }
      }
    }
    this.list.append(row);
    this.list.lastElementChild.querySelector("input, select, textarea")?.focus();
  }

  #remove(row) {
    const neighbour = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    (neighbour?.querySelector("[data-delete]") ?? this.querySelector("[data-add]")).focus();
  }

  #settle() {
    const rows = [...this.list.children];
    rows.forEach((row, index) => {
      for (const title of row.querySelectorAll("[data-row-title]")) {
        title.textContent = this.dataset.title.replace("{number}", String(index + 1));
      }
    });
    this.querySelector(".rows__empty").hidden = rows.length > 0;
    this.querySelector("[data-add]").hidden = rows.length >= Number(this.dataset.max);
  }
}

customElements.define("row-table", RowTable);
