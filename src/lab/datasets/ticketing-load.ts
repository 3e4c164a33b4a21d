/** How `ticketing` is filled: by the server itself, tables first and what checks and finds their rows afterwards, which is several times faster. */
import type {Stage} from '../dataset.ts';

export type Sizes = {
  readonly venues: number;
  readonly events: number;
  readonly customers: number;
  readonly orders: number;
};

/** How many of each there are for so many orders. */
export const sizesOf = (orders: number): Sizes => ({
  venues: Math.max(5, Math.round(orders / 200)),
  events: Math.max(20, Math.round(orders / 20)),
  customers: Math.max(50, Math.round(orders / 2)),
  orders,
});

/**
 * 1,280,000 orders make 1.3 GiB. A foreign key that is there from the start is looked up for each row, and an index is filled
 * in no order; both cost more than the rows.
 */
export const ticketingLoad = (sizes: Sizes): readonly Stage[] => [
  [`${schema} ${rights}`],
  [orders(sizes), `${venues(sizes)}; ${events(sizes)}; ${customers(sizes)}`, auditLog(sizes)],
  [tickets(sizes), payments],
  keys,
  [references],
  ['analyze'],
];

const schema = `
  create table venues (
    id int generated always as identity, name text not null, city text not null,
    capacity int not null check (capacity > 0), created_at timestamptz not null default now());
  create table events (
    id int generated always as identity, venue_id int not null, title text not null,
    starts_at timestamptz not null, seats int not null,
    status text not null default 'on_sale' check (status in ('draft', 'on_sale', 'sold_out', 'cancelled', 'done')));
  create table customers (
    id bigint generated always as identity, email text not null, full_name text not null,
    phone text, created_at timestamptz not null default now());
  create table orders (
    id bigint generated always as identity, reference text not null,
    customer_id bigint not null, event_id int not null,
    status text not null check (status in ('pending', 'paid', 'refunded', 'cancelled')), total_cents int not null,
    currency char(3) not null default 'EUR', placed_at timestamptz not null default now());
  create table tickets (
    id bigint generated always as identity, order_id bigint not null,
    event_id int not null, seat text not null, price_cents int not null, barcode uuid not null,
    state text not null default 'valid' check (state in ('valid', 'used', 'void')),
    created_at timestamptz not null default now());
  create table payments (
    id bigint generated always as identity, order_id bigint not null,
    provider text not null, provider_ref text not null, amount_cents int not null, status text not null,
    created_at timestamptz not null default now(), captured_at timestamptz);
  create table audit_log (
    id bigint generated always as identity, at timestamptz not null default now(), actor text not null,
    action text not null, entity text not null, entity_id bigint not null, detail jsonb not null);`;

/** What is unique, and what is looked for, table by table, the largest first. */
const keys: Stage = [
  `alter table tickets add primary key (id), add unique (barcode); create index on tickets (order_id)`,
  `alter table orders add primary key (id), add unique (reference); create index on orders (customer_id);
   create index on orders (event_id, status); create index on orders (placed_at)`,
  `alter table payments add primary key (id), add unique (provider_ref); create index on payments (order_id)`,
  `alter table audit_log add primary key (id); create index on audit_log (entity, entity_id)`,
  `alter table customers add primary key (id), add unique (email); alter table venues add primary key (id);
   alter table events add primary key (id); create index on events (venue_id)`,
];

const references = `
  alter table events add foreign key (venue_id) references venues;
  alter table orders add foreign key (customer_id) references customers, add foreign key (event_id) references events;
  alter table tickets add foreign key (order_id) references orders, add foreign key (event_id) references events;
  alter table payments add foreign key (order_id) references orders;`;

const rights = `
  grant select, insert, update, delete on all tables in schema public to app;
  grant usage on all sequences in schema public to app;`;

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

// Each order has two or three tickets, 2.5 on average; orders that are pending have no payment.
const venues = ({venues: n}: Sizes): string =>
  `insert into venues (name, city, capacity, created_at)
   select ${pick(cities, 1)} || ' ' || ${pick(halls, 5)}, ${pick(cities, 1)}, 500 + (g * 137) % 40000, ${madeAt(n)}
   from generate_series(1, ${n}) g`;

const events = ({venues: places, events: n}: Sizes): string =>
  `insert into events (venue_id, title, starts_at, seats, status)
   select 1 + g % ${places}, ${pick(shows, 3)} || ' ' || g, now() + (g % 300 - 150) * interval '1 day',
          500 + (g * 31) % 20000, ${pick(['on_sale', 'on_sale', 'sold_out', 'done', 'draft'], 1)}
   from generate_series(1, ${n}) g`;

const customers = ({customers: n}: Sizes): string =>
  `insert into customers (email, full_name, phone, created_at)
   select 'c' || g || '@example.test', ${pick(firstNames, 7)} || ' ' || ${pick(lastNames, 3)},
          '+49' || (1500000000 + (g * 7919::bigint) % 99999999), ${madeAt(n)}
   from generate_series(1, ${n}) g`;

const orders = ({customers: buyers, events: shown, orders: n}: Sizes): string =>
  `insert into orders (reference, customer_id, event_id, status, total_cents, placed_at)
   select 'R-' || lpad(g::text, 9, '0'), 1 + (g * 48271::bigint) % ${buyers}, 1 + (g * 16807::bigint) % ${shown},
          ${pick(orderStates, 1)}, 1500 + (g * 37::bigint) % 20000, ${madeAt(n)}
   from generate_series(1, ${n}) g`;

const tickets = ({orders: n}: Sizes): string =>
  `insert into tickets (order_id, event_id, seat, price_cents, barcode, state, created_at)
   select o.id, o.event_id, 'S' || g % 60 || '-' || g % 400, 1500 + (g * 37::bigint) % 9000, md5('t' || g)::uuid,
          ${pick(['valid', 'valid', 'used', 'void'], 1)}, o.placed_at
   from generate_series(1, ${Math.floor(n * 2.5)}) g join orders o on o.id = 1 + (g - 1) * 2 / 5`;

const payments = `insert into payments (order_id, provider, provider_ref, amount_cents, status, created_at, captured_at)
   select o.id, ${pick(['stripe', 'adyen', 'paypal'], 1).replaceAll('g *', 'o.id *')}, 'pi_' || md5('p' || o.id),
          o.total_cents, 'captured', o.placed_at, o.placed_at + interval '4 seconds'
   from orders o where o.status <> 'pending'`;

const auditLog = ({orders: n}: Sizes): string =>
  `insert into audit_log (at, actor, action, entity, entity_id, detail)
   select ${madeAt(n)}, 'svc-' || g % 12, ${pick(['create', 'update', 'pay', 'refund', 'scan'], 1)},
          ${pick(['order', 'ticket', 'payment'], 1)}, 1 + g % ${n},
          jsonb_build_object('ip', '10.' || g % 250 || '.' || g % 199 || '.' || g % 251, 'ms', g % 900)
   from generate_series(1, ${n}) g`;
