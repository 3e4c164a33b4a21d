/** An editor with the YAML language server, open on a runbook; `§` in its text is the cursor. */
import {TextDocument} from 'vscode-languageserver-textdocument';
import {type CompletionItem, getLanguageService} from 'yaml-language-server';
import {schemaText} from '../../src/cli/commands/schema.ts';

const uri = 'file:///runbooks/runbook.schema.json';

const markdown = {textDocument: {completion: {completionItem: {documentationFormat: ['markdown' as const]}}}};

const server = getLanguageService({
  schemaRequestService: async asked =>
    asked === uri ? schemaText('runbook') : Promise.reject(new Error(`${asked} is not there`)),
  workspaceContext: {resolveRelativePath: (path, from) => new URL(path, from).toString()},
  clientCapabilities: markdown,
});
server.configure({validate: true, hover: true, completion: true});

let opened = 0;

const open = (text: string) => {
  const at = text.indexOf('§');
  opened += 1;
  // The first line is what an author writes to have the schema.
  const modeline = '# yaml-language-server: $schema=runbook.schema.json\n';
  const document = TextDocument.create(`file:///runbooks/${opened}.yaml`, 'yaml', 1, modeline + text.replace('§', ''));
  return {document, cursor: document.positionAt(modeline.length + at)};
};

/** What is offered at the cursor. */
export const offered = async (text: string): Promise<readonly CompletionItem[]> => {
  const {document, cursor} = open(text);
  return (await server.doComplete(document, cursor, false)).items;
};

/** What is shown about the word at the cursor. */
export const explained = async (text: string): Promise<string> => {
  const {document, cursor} = open(text);
  const contents = (await server.doHover(document, cursor))?.contents ?? '';
  return typeof contents === 'object' && 'value' in contents ? contents.value : String(contents);
};

/** What is underlined, by line and column of the text. */
export const underlined = async (text: string): Promise<readonly string[]> => {
  const {document} = open(text);
  const diagnostics = await server.doValidation(document, false);
  return diagnostics.map(({range: {start}, message}) => `${start.line}:${start.character + 1} ${message}`);
};
