/** Elements made by hand: words go in as text, never as markup. */

/** @typedef {Node | string | null | undefined | false} Child */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an element. A property is set as an attribute; a function is a listener (`onclick`).
 *
 * @param {string} name @param {Record<string, any>} [properties] @param {...Child} children
 * @returns {any}
 */
export function h(name, properties = {}, ...children) {
  return filled(document.createElement(name), properties, children);
}

/**
 * Make an element of a drawing.
 *
 * @param {string} name @param {Record<string, any>} [properties] @param {...Child} children
 * @returns {any}
 */
export function s(name, properties = {}, ...children) {
  return filled(document.createElementNS(SVG, name), properties, children);
}

/** @param {Element} element @param {Record<string, any>} properties @param {Child[]} children */
function filled(element, properties, children) {
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(.../** @type {(Node | string)[]} */ (children.filter((child) => child || child === "")));
  return element;
}

/** Return the element called *id*, which index.html has. @param {string} id @returns {any} */
export function byId(id) {
  return document.getElementById(id);
}

/** Put *children* in place of what *element* holds. @param {Element} element @param {...Child} children */
export function fill(element, ...children) {
  element.replaceChildren(.../** @type {Node[]} */ (children.filter(Boolean)));
}

/** Tell a screen reader something that others see happen. @param {string} sentence */
export function announce(sentence) {
  byId("said").textContent = sentence;
}
