/** `ticketing`: who sold which seat to whom; orders over the last half year up to now, with what hangs on them. */
import {randomUUID} from 'node:crypto';
import type {Dataset} from '../dataset.ts';
import {sizesOf, ticketingLoad} from './ticketing-load.ts';

export const ticketing: Dataset = {
  name: 'ticketing',
  database: 'ticketing',
  applicationRole: 'app',
  load: scale => ticketingLoad(sizesOf(scale)),
  write: {
    // Written with one round trip; the foreign keys are checked when the statement ends.
    sql: `
      with o as (
        insert into orders (reference, customer_id, event_id, status, total_cents)
        values ('LIVE-' || $1::text, $2::bigint, $3::int, 'paid', $4::int) returning id
      ), t as (
        insert into tickets (order_id, event_id, seat, price_cents, barcode)
        select o.id, $3::int, 'L' || o.id || '-' || seat, $4::int / 2, gen_random_uuid()
        from o, generate_series(1, 2) seat returning id
      ), p as (
        insert into payments (order_id, provider, provider_ref, amount_cents, status, captured_at)
        select o.id, 'stripe', 'pi_live_' || $1::text, $4::int, 'captured', now() from o returning id
      )
      select (select json_agg(id) from o) as orders, (select json_agg(id) from t) as tickets,
             (select json_agg(id) from p) as payments`,
    values: (turn, scale) => {
      const {customers, events} = sizesOf(scale);
      return [
        randomUUID(),
        1 + ((turn * 48_271) % customers),
        1 + ((turn * 16_807) % events),
        1500 + ((turn * 37) % 20_000),
      ];
    },
  },
  read: {
    // What the page of an order shows, by its number: each table but the audit log, through its indexes.
    sql: `
      select o.reference, o.status, e.title, v.name, c.full_name,
             (select count(*) from tickets t where t.order_id = o.id) as tickets,
             (select sum(p.amount_cents) from payments p where p.order_id = o.id) as paid_cents
        from orders o join customers c on c.id = o.customer_id
        join events e on e.id = o.event_id join venues v on v.id = e.venue_id
       where o.id = $1::bigint`,
    values: (turn, scale) => [1 + ((turn * 48_271) % scale)],
  },
  writtenRows: {
    orders: `reference like 'LIVE-%'`,
    tickets: `seat like 'L%'`,
    payments: `provider_ref like 'pi_live_%'`,
  },
};
