/** What comes back with one table of an archive: found by what hangs on what, because an index is listed by its own name. */
import {expect, test} from 'vitest';
import {findTableEntry, partOf, readEntries} from '../../../../src/backup/dumps/toc-entries.ts';

const list = `;
; Archive created at 2026-11-30 15:18:30 UTC
;     dbname: shop
;
; Selected TOC Entries:
;
3436; 1262 16385 DATABASE - shop postgres
215; 1259 16387 TABLE public orders shop
3449; 0 0 ACL public TABLE orders shop
;	depends on: 215
214; 1259 16386 SEQUENCE public orders_id_seq shop
;	depends on: 215
220; 1259 16420 SEQUENCE public orders_number_seq shop
3450; 0 0 SEQUENCE OWNED BY public orders_number_seq shop
;	depends on: 220 215
3238; 2604 16421 DEFAULT public orders number shop
;	depends on: 220 215
217; 1259 16400 TABLE public orders old shop
216; 1259 16395 TABLE public tickets shop
230; 1259 16440 VIEW public open_orders shop
;	depends on: 215
3418; 0 16387 TABLE DATA public orders shop
;	depends on: 215
3451; 0 0 SEQUENCE SET public orders_id_seq shop
;	depends on: 214
3240; 2606 16450 CONSTRAINT public orders orders_pkey shop
;	depends on: 215
3249; 1259 16449 INDEX public by_time shop
;	depends on: 215 215
3250; 0 0 COMMENT public INDEX by_time shop
;	depends on: 3249
3270; 2606 16475 FK CONSTRAINT public orders orders_customer_fkey shop
;	depends on: 215 219 3248
3273; 2606 16485 FK CONSTRAINT public tickets tickets_order_fkey shop
;	depends on: 3240 216 215
`;

const entries = readEntries(list);

test('an entry has its kind, and what it needs stands below it', () => {
  expect(entries).toHaveLength(17);
  expect(entries.find(({id}) => id === 3418)).toMatchObject({
    kind: 'TABLE DATA',
    rest: 'public orders shop',
    needs: [215],
  });
  expect(entries.find(({id}) => id === 3450)).toMatchObject({kind: 'SEQUENCE OWNED BY', needs: [220, 215]});
});

test('the table comes with rows, keys, indexes, rights, sequences and comments; keys of others and views are named', () => {
  const table = findTableEntry(entries, {schema: 'public', name: 'tickets'});
  expect(table?.id).toBe(216);
  const orders = findTableEntry(entries, {schema: 'public', name: 'orders'});
  const {own, references, beyond} = partOf(entries, orders as NonNullable<typeof orders>);
  expect(own.map(({id}) => id)).toEqual([215, 3449, 214, 220, 3450, 3238, 3418, 3451, 3240, 3249, 3250, 3270]);
  expect(references.map(({rest}) => rest)).toEqual(['public tickets tickets_order_fkey shop']);
  expect(beyond.map(({kind}) => kind)).toEqual(['VIEW']);
});

test('where names with spaces let two tables fit, because the list does not quote, it is the plain one', () => {
  expect(findTableEntry(entries, {schema: 'public', name: 'orders'})?.id).toBe(215);
  expect(findTableEntry(entries, {schema: 'public', name: 'orders old'})?.id).toBe(217);
  expect(findTableEntry(entries, {schema: 'public', name: 'nobody'})).toBeUndefined();
});
