/** `ticketing`: who sold which seat to whom; orders over the last half year up to now, with what hangs on them. */
import {randomUUID} from 'node:crypto';
import type {Dataset} from '../dataset.ts';

export const ticketing: Dataset = {
  name: 'ticketing',
  database: 'ticketing',
  applicationRole: 'app',
  load: scale => [schema, ...rows(sizesOf(scale)), indexes, rights, 'analyze'],
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

type Sizes = {readonly venues: number; readonly events: number; readonly customers: number; readonly orders: number};

const sizesOf = (orders: number): Sizes => ({
  venues: Math.max(5, Math.round(orders / 200)),
  events: Math.max(20, Math.round(orders / 20)),
  customers: Math.max(50, Math.round(orders / 2)),
  orders,
});

const schema = `
  create table venues (
    id int primary key generated always as identity, name text not null, city text not null,
    capacity int not null check (capacity > 0), created_at timestamptz not null default now());
  create table events (
    id int primary key generated always as identity, venue_id int not null references venues, title text not null,
    starts_at timestamptz not null, seats int not null,
    status text not null default 'on_sale' check (status in ('draft', 'on_sale', 'sold_out', 'cancelled', 'done')));
  create table customers (
    id bigint primary key generated always as identity, email text not null unique, full_name text not null,
    phone text, created_at timestamptz not null default now());
  create table orders (
    id bigint primary key generated always as identity, reference text not null unique,
    customer_id bigint not null references customers, event_id int not null references events,
    status text not null check (status in ('pending', 'paid', 'refunded', 'cancelled')), total_cents int not null,
    currency char(3) not null default 'EUR', placed_at timestamptz not null default now());
  create table tickets (
    id bigint primary key generated always as identity, order_id bigint not null references orders,
    event_id int not null references events, seat text not null, price_cents int not null, barcode uuid not null unique,
    state text not null default 'valid' check (state in ('valid', 'used', 'void')),
    created_at timestamptz not null default now());
  create table payments (
    id bigint primary key generated always as identity, order_id bigint not null references orders,
    provider text not null, provider_ref text not null unique, amount_cents int not null, status text not null,
    created_at timestamptz not null default now(), captured_at timestamptz);
  create table audit_log (
    id bigint primary key generated always as identity, at timestamptz not null default now(), actor text not null,
    action text not null, entity text not null, entity_id bigint not null, detail jsonb not null);`;

/** Half a year of business; row g of n was made at its share of that time. */
const madeAt = (n: number): string => `now() - (${n} - g) * (interval '180 days' / ${n}) - interval '5 seconds'`;

const pick = (words: readonly string[], step: number): string =>
  `(array[${words.map(word => `'${word}'`).join(', ')}])[1 + (g * ${step}) % ${words.length}]`;

const cities = ['Berlin', 'Paris', 'Oslo', 'Madrid', 'Turin', 'Lyon', 'Ghent', 'Porto'];
const halls = ['Arena', 'Opera House', 'Jazz Cellar', 'City Hall', 'Festival Hall', 'Theatre'];
const shows = [
  'Winter Symphony',
  'Stand-up Night',
  'Football Final',
  'Rock Revue',
  'Swan Lake',
  'Poetry Slam',
  'Jazz Trio',
];
const firstNames = ['Ada', 'Jonas', 'Mira', 'Pedro', 'Lena', 'Tom', 'Aisha', 'Nils', 'Chiara', 'Hugo', 'Zoe'];
const lastNames = ['Berg', 'Moreau', 'Silva', 'Rossi', 'Haugen', 'Peeters', 'Kaya', 'Novak', 'Martin', 'Okafor'];
const orderStates = ['paid', 'paid', 'paid', 'paid', 'paid', 'paid', 'refunded', 'cancelled', 'pending', 'paid'];

const rows = ({venues, events, customers, orders}: Sizes): readonly string[] => {
  // Each order has two or three tickets, 2.5 on average; orders that are pending have no payment.
  const tickets = Math.floor(orders * 2.5);
  return [
    `insert into venues (name, city, capacity, created_at)
     select ${pick(cities, 1)} || ' ' || ${pick(halls, 5)}, ${pick(cities, 1)}, 500 + (g * 137) % 40000, ${madeAt(venues)}
     from generate_series(1, ${venues}) g`,
    `insert into events (venue_id, title, starts_at, seats, status)
     select 1 + g % ${venues}, ${pick(shows, 3)} || ' ' || g, now() + (g % 300 - 150) * interval '1 day',
            500 + (g * 31) % 20000, ${pick(['on_sale', 'on_sale', 'sold_out', 'done', 'draft'], 1)}
     from generate_series(1, ${events}) g`,
    `insert into customers (email, full_name, phone, created_at)
     select 'c' || g || '@example.test', ${pick(firstNames, 7)} || ' ' || ${pick(lastNames, 3)},
            '+49' || (1500000000 + (g * 7919::bigint) % 99999999), ${madeAt(customers)}
     from generate_series(1, ${customers}) g`,
    `insert into orders (reference, customer_id, event_id, status, total_cents, placed_at)
     select 'R-' || lpad(g::text, 9, '0'), 1 + (g * 48271::bigint) % ${customers}, 1 + (g * 16807::bigint) % ${events},
            ${pick(orderStates, 1)}, 1500 + (g * 37::bigint) % 20000, ${madeAt(orders)}
     from generate_series(1, ${orders}) g`,
    `insert into tickets (order_id, event_id, seat, price_cents, barcode, state, created_at)
     select o.id, o.event_id, 'S' || g % 60 || '-' || g % 400, 1500 + (g * 37::bigint) % 9000, md5('t' || g)::uuid,
            ${pick(['valid', 'valid', 'used', 'void'], 1)}, o.placed_at
     from generate_series(1, ${tickets}) g join orders o on o.id = 1 + (g - 1) * 2 / 5`,
    `insert into payments (order_id, provider, provider_ref, amount_cents, status, created_at, captured_at)
     select o.id, ${pick(['stripe', 'adyen', 'paypal'], 1).replaceAll('g *', 'o.id *')}, 'pi_' || md5('p' || o.id),
            o.total_cents, 'captured', o.placed_at, o.placed_at + interval '4 seconds'
     from orders o where o.status <> 'pending'`,
    `insert into audit_log (at, actor, action, entity, entity_id, detail)
     select ${madeAt(orders)}, 'svc-' || g % 12, ${pick(['create', 'update', 'pay', 'refund', 'scan'], 1)},
            ${pick(['order', 'ticket', 'payment'], 1)}, 1 + g % ${orders},
            jsonb_build_object('ip', '10.' || g % 250 || '.' || g % 199 || '.' || g % 251, 'ms', g % 900)
     from generate_series(1, ${orders}) g`,
  ];
};

const indexes = `
  create index on events (venue_id);
  create index on orders (customer_id);
  create index on orders (event_id, status);
  create index on orders (placed_at);
  create index on tickets (order_id);
  create index on payments (order_id);
  create index on audit_log (entity, entity_id);`;

const rights = `
  grant select, insert, update, delete on all tables in schema public to app;
  grant usage on all sequences in schema public to app;`;
