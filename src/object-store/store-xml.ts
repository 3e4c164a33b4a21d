/** What an object store says in XML, as far as it is of use here; the door to the parser. */
import {parseXml, XmlElement} from '@rgrove/parse-xml';

/** An element's name and the texts of its children, by their names. */
export type StoreEntry = {readonly name: string; readonly fields: {readonly [field: string]: string}};

/** What it says under a root of that name: its own fields, and its children that have children. Null where it says something else. */
export const readEntries = (
  text: string,
  name: string,
): {readonly fields: {readonly [field: string]: string}; readonly entries: readonly StoreEntry[]} | null => {
  const root = rootOf(text);
  if (root?.name !== name) {
    return null;
  }
  const children = elementsOf(root);
  return {
    fields: fieldsOf(children),
    entries: children
      .filter(child => elementsOf(child).length > 0)
      .map(child => ({name: child.name, fields: fieldsOf(elementsOf(child))})),
  };
};

/** The texts of the root's children of that name; none where it is no XML. */
export const textsIn = (text: string, name: string): readonly string[] => {
  const root = rootOf(text);
  return root === null ? [] : elementsOf(root).flatMap(child => (child.name === name ? [child.text] : []));
};

const rootOf = (text: string): XmlElement | null => {
  try {
    return parseXml(text).root;
  } catch {
    return null;
  }
};

const elementsOf = (element: XmlElement): readonly XmlElement[] =>
  element.children.filter(child => child instanceof XmlElement);

const fieldsOf = (elements: readonly XmlElement[]): {readonly [field: string]: string} =>
  Object.fromEntries(elements.map(({name, text}) => [name, text]));
