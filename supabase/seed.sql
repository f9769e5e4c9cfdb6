-- The demonstration: an agency called Harbour & Pine, seven people who can sign in (owner@, admin@, member@, member2@,
-- staff@, viewer@ and viewer2@demo.test) and 200 generated clients. The same on every machine, except that some
-- renewals always lie within the next thirty days. Loaded by the local server and by `supabase db push --include-seed`;
-- loading it again changes nothing.

create schema if not exists demo;
revoke all on schema demo from public;

-- How many generated clients there are, so that filling up is quick and a client that somebody deleted stays away.
create table if not exists demo.progress (only_row boolean primary key default true check (only_row), filled integer not null);
insert into demo.progress (filled) values (0) on conflict do nothing;

-- Rows arrive as history: no trigger may stamp today's date or the loader's name on them. Where the role may not
-- switch triggers off, they are loaded all the same.
create or replace function demo.quiet_triggers() returns void language plpgsql as $$
begin
  perform set_config('session_replication_role', 'replica', true);
exception when insufficient_privilege then
  null;
end $$;

-- ---------------------------------------------------------------------------------------------------------------
-- The people who can sign in
-- ---------------------------------------------------------------------------------------------------------------

create table if not exists demo.people (id uuid primary key, email text not null unique, name text not null, role text not null);
insert into demo.people (id, email, name, role) values
  ('de000000-0000-4000-8000-000000000001', 'owner@demo.test', 'Nadia Brandt', 'owner'),
  ('de000000-0000-4000-8000-000000000002', 'admin@demo.test', 'Tomás Rivera', 'admin'),
  ('de000000-0000-4000-8000-000000000003', 'member@demo.test', 'Priya Raman', 'member'),
  ('de000000-0000-4000-8000-000000000004', 'member2@demo.test', 'Jonas Lindqvist', 'member'),
  ('de000000-0000-4000-8000-000000000005', 'staff@demo.test', 'Mei Tanaka', 'staff'),
  ('de000000-0000-4000-8000-000000000006', 'viewer@demo.test', 'Clara Whitfield', 'viewer'),
  ('de000000-0000-4000-8000-000000000007', 'viewer2@demo.test', 'Idris Okafor', 'viewer')
on conflict do nothing;

-- No password: they sign in by mail. Token columns are '' and never NULL, which GoTrue cannot read.
insert into auth.users (
  id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data, created_at, updated_at,
  confirmation_token, recovery_token, email_change, email_change_token_new, email_change_token_current, phone_change,
  phone_change_token, reauthentication_token
)
select
  id, 'authenticated', 'authenticated', email, '', '2025-01-06 09:00:00+00', '{"provider": "email", "providers": ["email"]}',
  jsonb_build_object('name', name), '2025-01-06 09:00:00+00', '2025-01-06 09:00:00+00', '', '', '', '', '', '', '', ''
from demo.people
on conflict do nothing;

insert into auth.identities (id, provider, provider_id, user_id, identity_data, last_sign_in_at, created_at, updated_at)
select
  id, 'email', id::text, id, jsonb_build_object('sub', id, 'email', email, 'email_verified', true),
  null, '2025-01-06 09:00:00+00', '2025-01-06 09:00:00+00'
from demo.people
on conflict do nothing;

do $$
begin
  if exists (
    select from information_schema.columns
    where table_schema = 'auth' and table_name = 'users' and column_name = 'instance_id'
  ) then
    update auth.users set instance_id = '00000000-0000-0000-0000-000000000000'
    where instance_id is null and id in (select id from demo.people);
  end if;
end $$;

-- The agency's own people are rows of the same table. They are nobody's clients: no status, no tier.
create or replace function demo.add_agency() returns void language plpgsql as $$
begin
  perform demo.quiet_triggers();
  insert into app.clients (id, user_id, email, role, name, company_name, status, tier, created_by, created_at, updated_at, preferences)
  select
    id, id, email, role, name, 'Harbour & Pine', null, null, 'de000000-0000-4000-8000-000000000001',
    '2025-01-06 09:00:00+00', '2025-01-06 09:00:00+00', '{"language": "en", "theme": "system"}'
  from demo.people where role <> 'viewer'
  on conflict do nothing;
end $$;

create or replace function demo.add_portal_people() returns void language plpgsql as $$
begin
  perform demo.quiet_triggers();
  insert into app.clients (
    id, user_id, email, role, name, company_name, industry, website_url, phone, address, business_size, annual_revenue,
    target_audience, business_goals, technical_requirements, preferred_integrations, compliance_requirements,
    brand_guidelines, color_palette, typography_preferences, logo_assets, visual_identity, project_type, project_scope,
    budget_range, timeline_requirements, status, tier, acquisition_source, created_by, assigned_manager,
    last_contact_date, contract_start_date, contract_end_date, renewal_date, satisfaction_score, success_metrics,
    metadata, preferences, last_login_at, last_logout_at, created_at, updated_at
  ) values (
    'de000000-0000-4000-8000-000000000006', 'de000000-0000-4000-8000-000000000006', 'viewer@demo.test', 'viewer',
    'Clara Whitfield', 'Whitfield & Daughters', 'Hospitality', 'https://whitfield.example/', '+44 20 7946 0118 ext. 4',
    '{"street": "18 Cornmarket Street", "city": "Oxford", "region": "Oxfordshire", "postal_code": "OX1 3HL", "country": "GB"}',
    'medium', 2480000.50,
    E'Families and small groups who plan a long weekend, mostly from the south of England.\nMost book by telephone today and would rather not.',
    array['Half of all bookings online', 'Repeat guests within a year', 'One calendar for all four houses'],
    '{"hosting": "Existing provider until May", "booking": {"engine": "Roomtable", "version": "4.2"}, "languages": ["en", "fr"]}',
    array['Roomtable', 'Mailbird', 'Ledgerly'], array['GDPR', 'PCI DSS', 'WCAG 2.2 AA'],
    '{"voice": "Warm, never cute", "spacing": "The height of the W on every side", "do_not": ["stretch the mark", "set text in capitals"]}',
    '{"Damson": "#5b2a4e", "Oat": "#f4ead7", "Bottle": "#1f4d3a", "Ink": "#222"}',
    '{"headings": {"family": "Fraunces", "weights": [400, 600]}, "text": {"family": "Source Sans 3", "size": 17}}',
    '{"primary": "https://whitfield.example/brand/mark.svg", "on dark": {"url": "https://whitfield.example/brand/mark-light.svg", "width": 480}}',
    '{"photography": "Natural light, people from behind", "illustration": "Line drawings of the houses"}',
    'Website relaunch',
    E'Four houses under one roof: a new site with booking, room pages and a journal.\n\nNot included: photography, the booking engine itself, translation.',
    '50k_100k', 'Live before Easter', 'active', 'premium', 'Recommendation',
    'de000000-0000-4000-8000-000000000002', 'de000000-0000-4000-8000-000000000003', '2026-08-27 14:30:00+00',
    '2026-01-12', '2027-01-11', current_date + 21, 9,
    '{"bookings_online": {"start": 0.12, "target": 0.5, "now": 0.34}, "load_time_ms": 900}',
    '{"crm_id": "WD-0042", "invoice_contact": "accounts@whitfield.example"}',
    '{"language": "en", "newsletter": true, "contact_by": "telephone"}',
    '2026-08-29 07:12:44.120+00', '2026-08-29 07:40:02.007+00', '2025-11-03 10:15:00+00', '2026-08-27 14:32:10.250+00'
  ), (
    'de000000-0000-4000-8000-000000000007', 'de000000-0000-4000-8000-000000000007', 'viewer2@demo.test', 'viewer',
    'Idris Okafor', 'Okafor Cold Chain', 'Logistics', 'https://okafor-coldchain.example', '+49 40 55512 034',
    '{"street": "Am Kaiserkai 4", "city": "Hamburg", "region": "Hamburg", "postal_code": "20457", "country": "DE"}',
    'large', 41900000.00,
    'Pharmaceutical wholesalers who ship vaccines and have to prove that the chain held.',
    array['A portal for temperature records', 'Fewer calls about where a shipment is'],
    '{"sso": "OpenID Connect", "uptime": 0.999, "regions": ["eu-central"]}',
    array['Truckwire', 'Ledgerly'], array['GDPR', 'GDP 2013/C 343/01', 'ISO 27001'],
    '{"voice": "Plain and exact"}', '{"Ice": "#dff3fb", "Signal": "#e8432e", "Night": "#0b1f33"}',
    '{"headings": {"family": "Archivo"}, "text": {"family": "Archivo"}}',
    '{"primary": "https://okafor-coldchain.example/logo.svg"}', '{"icons": "Two strokes, rounded"}',
    'Customer portal', 'A portal in which customers follow a shipment and download its temperature record as a signed PDF.',
    'over_100k', 'First customers in October, all by March', 'active', 'enterprise', 'Trade fair',
    'de000000-0000-4000-8000-000000000002', 'de000000-0000-4000-8000-000000000004', '2026-08-30 09:05:00+00',
    '2025-09-01', '2027-08-31', '2027-06-01', 7, '{"calls_per_shipment": {"start": 1.9, "target": 0.4, "now": 0.8}}',
    '{"crm_id": "OC-0007"}', '{"language": "de", "newsletter": false}',
    '2026-08-30 08:55:10+00', null, '2025-06-17 13:20:00+00', '2026-08-30 09:06:31.004+00'
  )
  on conflict do nothing;
end $$;

-- ---------------------------------------------------------------------------------------------------------------
-- The generated clients
-- ---------------------------------------------------------------------------------------------------------------

-- The words they are made of; `places` are city|region|postal code|country|telephone prefix.
create table if not exists demo.words (only_row boolean primary key default true check (only_row),
  first_names text[], last_names text[], qualities text[], things text[], kinds text[], industries text[], places text[],
  streets text[], projects text[], timelines text[], sources text[], audiences text[], goals text[], tools text[],
  compliance text[], colors text[], fonts text[], scopes text[]);

insert into demo.words values (true,
  array['Ada', 'Amara', 'Anders', 'Beatriz', 'Björn', 'Camille', 'Chidi', 'Daniela', 'Dmitri', 'Elif', 'Emeka', 'Fatima', 'Femi',
    'Giulia', 'Hana', 'Håkon', 'Imani', 'Ingrid', 'Isabel', 'Jae-won', 'José', 'Jörg', 'Kaito', 'Karim', 'Katarzyna', 'Lars',
    'Leila', 'Lucía', 'Łukasz', 'Maeve', 'Małgorzata', 'Marcus', 'Mateo', 'Mila', 'Minh', 'Nia', 'Noor', 'Olena', 'Omar', 'Pia',
    'Quentin', 'Rafael', 'Rosa', 'Ruth', 'Samir', 'Siân', 'Sofía', 'Søren', 'Tariq', 'Théo', 'Uma', 'Viktor', 'Wanjiru', 'Wei',
    'Xenia', 'Yara', 'Yusuf', 'Zoë'],
  array['Abara', 'Almeida', 'Andersson', 'Bakker', 'Bauer', 'Bianchi', 'Castillo', 'Chen', 'Cohen', 'Costa', 'D''Angelo', 'Dubois',
    'Eriksen', 'Fischer', 'García', 'Gupta', 'Haddad', 'Hansen', 'Ito', 'Jansen', 'Kamau', 'Keller', 'Kim', 'Kovács', 'Kowalska',
    'Larsen', 'Levy', 'Lindholm', 'Marchetti', 'Meyer', 'Mbeki', 'Müller', 'Nakamura', 'Nguyen', 'Nováková', 'O''Neill', 'Okonkwo',
    'Oliveira', 'Petrov', 'Popescu', 'Quiroga', 'Rossi', 'Saito', 'Schäfer', 'Silva', 'Singh', 'Smit', 'Taylor', 'Tran', 'Ünal',
    'Van der Berg', 'Virtanen', 'Walsh', 'Weber', 'Yılmaz', 'Zhang'],
  array['Amber', 'Bright', 'Cedar', 'Clear', 'Copper', 'Coral', 'Evergreen', 'First', 'Golden', 'Granite', 'Green', 'High', 'Hollow',
    'Iron', 'Juniper', 'Lake', 'Little', 'Lumen', 'Maple', 'Meadow', 'Morning', 'New', 'North', 'Open', 'Orchard', 'Paper', 'Quiet',
    'Red', 'River', 'Salt', 'Silver', 'South', 'Stone', 'Summit', 'Tall', 'Union', 'Velvet', 'West', 'Wild', 'Winter'],
  array['Anchor', 'Arch', 'Barn', 'Bay', 'Beacon', 'Bell', 'Bridge', 'Brook', 'Compass', 'Field', 'Ferry', 'Forge', 'Fox', 'Garden',
    'Gate', 'Grove', 'Harbor', 'Harvest', 'Hill', 'House', 'Kiln', 'Lantern', 'Leaf', 'Loom', 'Mill', 'Oak', 'Peak', 'Pine', 'Port',
    'Quarry', 'Ridge', 'Sail', 'Shore', 'Spring', 'Star', 'Stone', 'Tide', 'Wharf', 'Wing', 'Yard'],
  array['& Partners', 'Analytics', 'Architects', 'Bakery', 'Bikes', 'Brewing', 'Capital', 'Care', 'Clinic', 'Coffee', 'Collective',
    'Dental', 'Energy', 'Estates', 'Foods', 'Foundation', 'Furniture', 'GmbH', 'Group', 'Hotels', 'Labs', 'Law', 'Logistics', 'Ltd',
    'Media', 'Outfitters', 'Pharma', 'Press', 'Robotics', 'S.A.', 'School', 'Software', 'Solar', 'Studio', 'Textiles', 'Tours',
    'Trading', 'Vineyards', 'Wellness', 'Works'],
  array['Agriculture', 'Architecture', 'Arts & Culture', 'Automotive', 'Consulting', 'Construction', 'Education', 'Energy', 'Fashion',
    'Finance', 'Food & Drink', 'Government', 'Healthcare', 'Hospitality', 'Insurance', 'Legal', 'Logistics', 'Manufacturing', 'Media',
    'Non-profit', 'Real Estate', 'Retail', 'Software', 'Sports', 'Telecommunications', 'Travel'],
  array['London|Greater London|EC1A 4HD|GB|+44 20 7946 0', 'Bristol|Somerset|BS1 5TY|GB|+44 117 496 0', 'Berlin|Berlin|10117|DE|+49 30 23125 ',
    'München|Bayern|80331|DE|+49 89 99998 ', 'Paris|Île-de-France|75011|FR|+33 1 99 00 0', 'Lyon|Auvergne-Rhône-Alpes|69002|FR|+33 4 65 71 9',
    'Madrid|Madrid|28004|ES|+34 910 555 ', 'Valencia|Comunitat Valenciana|46001|ES|+34 960 555 ', 'Milano|Lombardia|20121|IT|+39 02 5550 ',
    'Amsterdam|Noord-Holland|1012 AB|NL|+31 20 555 0', 'Kraków|Małopolska|31-001|PL|+48 12 555 0', 'København|Hovedstaden|1050|DK|+45 32 55 5',
    'Göteborg|Västra Götaland|411 03|SE|+46 31 3900 ', 'Helsinki|Uusimaa|00100|FI|+358 9 5550 ', 'Wien|Wien|1010|AT|+43 1 5550 ',
    'Zürich|Zürich|8001|CH|+41 44 555 0', 'Lisboa|Lisboa|1100-148|PT|+351 21 555 0', 'Dublin|Leinster|D02 X285|IE|+353 1 555 0',
    'Austin|Texas|78701|US|+1 (512) 555-0', 'Portland|Oregon|97205|US|+1 (503) 555-0', 'Chicago|Illinois|60607|US|+1 (312) 555-0',
    'Toronto|Ontario|M5V 2T6|CA|+1 416-555-0', 'Montréal|Québec|H2X 1Y4|CA|+1 514-555-0', 'Melbourne|Victoria|3000|AU|+61 3 5550 0',
    'Auckland|Auckland|1010|NZ|+64 9 555 0', 'Nairobi|Nairobi|00100|KE|+254 20 555 0', 'Lagos|Lagos|101233|NG|+234 1 555 0',
    'Cape Town|Western Cape|8001|ZA|+27 21 555 0', 'Singapore|Singapore|049315|SG|+65 6555 0', '東京|東京都|100-0005|JP|+81 3 5550 0',
    'São Paulo|São Paulo|01310-100|BR|+55 11 5550 0', 'Ciudad de México|CDMX|06000|MX|+52 55 5550 0'],
  array['Bridge Street', 'Calle Mayor', 'Canal Road', 'Church Lane', 'Dock Road', 'Elm Avenue', 'Gartenstraße', 'High Street',
    'Hauptstraße', 'Mill Lane', 'Market Square', 'Park Avenue', 'Rue de la Paix', 'Station Road', 'Via Roma', 'Victoria Street'],
  array['Website relaunch', 'Online shop', 'Brand identity', 'Customer portal', 'Mobile application', 'Booking system',
    'Marketing campaign', 'Design system', 'Accessibility audit', 'Content strategy', 'Intranet', 'Product launch'],
  array['As soon as possible', 'Within six weeks', 'Live before the trade fair in March', 'Next quarter', 'By the end of the year',
    'No fixed date', 'In two phases, six months apart', 'Before the summer season'],
  array['Recommendation', 'Search', 'Trade fair', 'Newsletter', 'Social media', 'Partner', 'Cold call', 'Conference talk', 'Returning client', 'Podcast'],
  array['Young families within an hour''s drive', 'Independent shops with fewer than five branches', 'Engineers who compare data sheets',
    'First-time buyers between 25 and 40', 'Hospital procurement teams', 'Students in their final year', 'Restaurants that order every day',
    'Facility managers of public buildings', 'People who return after years away', 'Collectors, and those who advise them'],
  array['More enquiries from the website', 'Fewer support calls', 'A recognisable brand', 'Sell in two more countries', 'Recruit twenty people',
    'Double the newsletter', 'Shorten the sales cycle', 'Open a second location', 'Raise the average order', 'Keep customers for longer',
    'Replace the old shop', 'Answer tenders faster'],
  array['Mailbird', 'Ledgerly', 'Paywell', 'Stocktake', 'Deskline', 'Calendry', 'Signwell', 'Chartbook', 'Formstack', 'Mapwise', 'Chatter', 'Filebox'],
  array['GDPR', 'PCI DSS', 'HIPAA', 'ISO 27001', 'SOC 2', 'WCAG 2.2 AA', 'CCPA', 'ISO 9001'],
  array['#0b3954', '#bfd7ea', '#ff6663', '#e0ff4f', '#fefffe', '#2b2d42', '#8d99ae', '#edf2f4', '#ef233c', '#1b4332', '#d8f3dc', '#fff3b0',
    '#e09f3e', '#9e2a2b', '#540b0e', '#335c67', '#fa0', '#123'],
  array['Inter', 'Source Serif 4', 'Fraunces', 'IBM Plex Sans', 'Archivo', 'Literata', 'Work Sans', 'Space Grotesk'],
  array['A new site with twelve templates, a shop and a journal, in two languages.', 'The mark, the colours, the type, and a page that explains them.',
    'Sign-in for customers, invoices to download, and a list of open questions.', 'Three campaigns over a year, each with its own landing page.',
    'An audit of the whole site, repairs of what it finds, and a second audit.', 'Everything the sales team shows on a tablet, also without a network.']
) on conflict do nothing;

-- The same non-negative number for the same row and question, on every machine.
create or replace function demo.draw(row_number integer, question integer, below integer) returns integer
language sql immutable parallel safe as $$ select ((hashint8extended(row_number, question) & 9223372036854775807) % below)::integer $$;

create or replace function demo.pick(list text[], row_number integer, question integer) returns text
language sql immutable parallel safe as $$ select list[1 + demo.draw(row_number, question, cardinality(list))] $$;

-- Up to three neighbours in a list: no two are equal, which is what the rules ask of a list.
create or replace function demo.pick_some(list text[], row_number integer, question integer) returns text[]
language sql immutable parallel safe as $$
  select list[1 + demo.draw(row_number, question, cardinality(list) - 2) : 1 + demo.draw(row_number, question, cardinality(list) - 2) + demo.draw(row_number, question + 1, 3)]
$$;

-- A name as it stands in an address: ASCII letters and digits only.
create or replace function demo.slug(name text) returns text
language sql immutable parallel safe as $$
  select translate(lower(translate(name, 'ÁáäãåÅâčçéëèêíîıİńñóöøôšŞşŁłúüÜýž', 'AaaaaAacceeeeiiiInnoooosSsLluuUyz')), ' ''-.&', '')
$$;

-- Adds the generated clients with these numbers; those that are there stay as they are.
create or replace function demo.add_clients(first_row integer, last_row integer) returns void language plpgsql as $$
begin
  perform demo.quiet_triggers();
  insert into app.clients (
    id, email, name, company_name, industry, website_url, phone, address, business_size, annual_revenue,
    target_audience, business_goals, technical_requirements, preferred_integrations, compliance_requirements,
    brand_guidelines, color_palette, typography_preferences, logo_assets, visual_identity, project_type,
    project_scope, budget_range, timeline_requirements, status, tier, acquisition_source, created_by,
    assigned_manager, last_contact_date, contract_start_date, contract_end_date, renewal_date,
    satisfaction_score, success_metrics, metadata, preferences, last_login_at, last_logout_at, created_at,
    updated_at, version
  )
  select
    md5('client ' || i)::uuid as id,
    demo.slug(first_name) || '.' || demo.slug(last_name) || i || '@' || host as email,
    first_name || ' ' || last_name as name,
    case when demo.draw(i, 4, 12) > 0 then quality || ' ' || thing || ' ' || demo.pick(w.kinds, i, 5) end as company_name,
    case when demo.draw(i, 6, 20) > 0 then demo.pick(w.industries, i, 7) end as industry,
    case when demo.draw(i, 8, 10) > 0 then 'https://' || host || (array['', '/', '/en', '/home?ref=agency'])[1 + demo.draw(i, 9, 4)] end as website_url,
    case when demo.draw(i, 10, 10) > 0 then split_part(place, '|', 5) || lpad(demo.draw(i, 11, 1000)::text, 3, '0') || (array['', '', '', ' ext. 12', ' x7'])[1 + demo.draw(i, 12, 5)] end as phone,
    case when demo.draw(i, 13, 10) > 0 then jsonb_build_object(
      'street', (1 + demo.draw(i, 14, 240)) || ' ' || demo.pick(w.streets, i, 15), 'city', split_part(place, '|', 1), 'region', split_part(place, '|', 2),
      'postal_code', split_part(place, '|', 3), 'country', split_part(place, '|', 4)) end as address,
    (array['solo', 'small', 'small', 'small', 'medium', 'medium', 'large', 'enterprise', null])[1 + demo.draw(i, 16, 9)] as business_size,
    case when demo.draw(i, 17, 8) > 0 then round(exp(9.9 + demo.draw(i, 18, 9200) / 1000::float8)::numeric, 2) end as annual_revenue,
    case when demo.draw(i, 19, 3) > 0 then demo.pick(w.audiences, i, 20) || '.' end as target_audience,
    case when demo.draw(i, 21, 3) > 0 then demo.pick_some(w.goals, i, 22) end as business_goals,
    case when demo.draw(i, 24, 6) = 0 then jsonb_build_object('hosting', demo.pick(array['ours', 'theirs', 'undecided'], i, 25), 'uptime', 0.99 + demo.draw(i, 26, 10) * 0.001, 'languages', jsonb_build_array('en', lower(split_part(place, '|', 4)))) end as technical_requirements,
    case when demo.draw(i, 27, 3) = 0 then demo.pick_some(w.tools, i, 28) end as preferred_integrations,
    case when demo.draw(i, 30, 4) = 0 then demo.pick_some(w.compliance, i, 31) end as compliance_requirements,
    case when demo.draw(i, 33, 8) = 0 then jsonb_build_object('voice', demo.pick(array['Warm', 'Plain and exact', 'Playful', 'Formal'], i, 34), 'logo_clear_space', (8 + demo.draw(i, 35, 4) * 4) || 'px') end as brand_guidelines,
    case when demo.draw(i, 36, 4) = 0 then jsonb_build_object('Primary', demo.pick(w.colors, i, 37), 'Accent', demo.pick(w.colors, i, 38), 'Ground', demo.pick(w.colors, i, 39)) end as color_palette,
    case when demo.draw(i, 40, 8) = 0 then jsonb_build_object('headings', demo.pick(w.fonts, i, 41), 'text', demo.pick(w.fonts, i, 42), 'size', 16 + demo.draw(i, 43, 4)) end as typography_preferences,
    case when demo.draw(i, 44, 6) = 0 then jsonb_build_object('primary', 'https://' || host || '/logo.svg', 'square', jsonb_build_object('url', 'https://' || host || '/square.png', 'width', 512)) end as logo_assets,
    case when demo.draw(i, 45, 10) = 0 then jsonb_build_object('photography', demo.pick(array['Natural light', 'Studio', 'Documentary'], i, 46), 'shape', demo.pick(array['rounded', 'sharp'], i, 47)) end as visual_identity,
    case when demo.draw(i, 48, 5) > 0 then demo.pick(w.projects, i, 49) end as project_type,
    case when demo.draw(i, 50, 3) > 0 then demo.pick(w.scopes, i, 51) end as project_scope,
    (array['under_5k', '5k_15k', '5k_15k', '15k_50k', '15k_50k', '50k_100k', 'over_100k', null])[1 + demo.draw(i, 52, 8)] as budget_range,
    case when demo.draw(i, 53, 2) = 0 then demo.pick(w.timelines, i, 54) end as timeline_requirements,
    s.status,
    (array['basic', 'basic', 'standard', 'standard', 'standard', 'standard', 'premium', 'premium', 'enterprise'])[1 + demo.draw(i, 56, 9)] as tier,
    case when demo.draw(i, 57, 6) > 0 then demo.pick(w.sources, i, 58) end as acquisition_source,
    r.created_by,
    r.assigned_manager,
    case when demo.draw(i, 61, 5) > 0 then timestamptz '2026-09-01 08:00:00+00' - (demo.draw(i, 62, 60 * 24 * 300) * interval '1 minute') end as last_contact_date,
    case when s.status <> 'lead' then d.start end as contract_start_date,
    case when s.status <> 'lead' then d.start + 364 end as contract_end_date,
    -- One running contract in six is up for renewal within thirty days of the loading.
    case when s.status in ('active', 'paused') then case when demo.draw(i, 63, 6) = 0 then current_date + demo.draw(i, 64, 30) else d.start + 334 end end as renewal_date,
    case when s.status <> 'lead' and demo.draw(i, 65, 4) > 0 then 1 + greatest(demo.draw(i, 66, 10), demo.draw(i, 67, 10)) end as satisfaction_score,
    case when demo.draw(i, 68, 6) = 0 then jsonb_build_object('enquiries_per_month', demo.draw(i, 69, 400), 'conversion', demo.draw(i, 70, 90) / 1000.0) end as success_metrics,
    case when demo.draw(i, 71, 3) = 0 then jsonb_build_object('crm_id', 'HP-' || lpad(i::text, 7, '0'), 'imported', demo.draw(i, 72, 2) = 0) end as metadata,
    case when demo.draw(i, 73, 3) = 0 then jsonb_build_object('language', demo.pick(array['en', 'de', 'fr', 'es'], i, 74), 'newsletter', demo.draw(i, 75, 2) = 0) end as preferences,
    case when demo.draw(i, 76, 4) = 0 then l.login end as last_login_at,
    case when demo.draw(i, 76, 4) = 0 and demo.draw(i, 77, 2) = 0 then l.login + interval '17 minutes' end as last_logout_at,
    d.created as created_at,
    d.created + (demo.draw(i, 78, 1000) / 1000::float8) * (timestamptz '2026-09-01 08:00:00+00' - d.created) as updated_at,
    1 + demo.draw(i, 79, 9) as version
  from demo.words w
  cross join generate_series(first_row, last_row) as i
  cross join lateral (select demo.pick(w.first_names, i, 0) as first_name, demo.pick(w.last_names, i, 1) as last_name,
    demo.pick(w.qualities, i, 2) as quality, demo.pick(w.things, i, 3) as thing, demo.pick(w.places, i, 80) as place offset 0) as n
  cross join lateral (select demo.slug(n.quality || n.thing) || '.example' as host offset 0) as h
  cross join lateral (select (array['lead', 'lead', 'lead', 'active', 'active', 'active', 'active', 'active', 'active', 'active', 'active', 'active',
    'active', 'active', 'paused', 'paused', 'completed', 'completed', 'completed', 'cancelled'])[1 + demo.draw(i, 55, 20)] as status offset 0) as s
  cross join lateral (select timestamptz '2026-08-31 16:00:00+00' - (demo.draw(i, 59, 60 * 24 * 1400) * interval '1 minute') - (demo.draw(i, 81, 60000000) * interval '1 microsecond') as created,
    date '2026-08-31' - demo.draw(i, 60, 330) as start offset 0) as d
  cross join lateral (select timestamptz '2026-08-31 20:00:00+00' - (demo.draw(i, 82, 60 * 24 * 200) * interval '1 minute') as login offset 0) as l
  -- Sixty of the first two hundred for each member and twenty for staff; beyond them one in 5 000 each, so that even with
  -- a million clients these three are people with a few hundred.
  cross join lateral (select
    case
      when i <= 200 then (array[3, 3, 3, 4, 4, 4, 5, 2, null, null])[1 + i % 10]
      else coalesce((array[3, 4, 5])[1 + i % 5000], (array[1, 2, 2, null])[1 + i % 4])
    end as manager,
    (array[1, 2, 2, 3])[1 + demo.draw(i, 83, case when i <= 200 then 4 else 3 end)] as creator) as p
  cross join lateral (select
    ('de000000-0000-4000-8000-00000000000' || p.manager)::uuid as assigned_manager,
    ('de000000-0000-4000-8000-00000000000' || p.creator)::uuid as created_by) as r
  on conflict do nothing;
end $$;

-- A million rows go in without the secondary indexes, which are then built in one go. Their definitions are kept in a
-- table meanwhile, so that a filling that was killed can be finished.
create table if not exists demo.parked_indexes (definition text primary key);

create or replace function demo.park_indexes() returns void language plpgsql as $$
declare
  it record;
begin
  for it in
    select i.indexrelid::regclass as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i
    where i.indrelid = 'app.clients'::regclass and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
  loop
    insert into demo.parked_indexes values (it.definition);
    execute format('drop index %s', it.name);
  end loop;
end $$;

create or replace function demo.restore_indexes() returns void language plpgsql as $$
declare
  it record;
begin
  for it in delete from demo.parked_indexes returning definition loop
    execute it.definition;
  end loop;
end $$;

-- Fills up to `wanted` generated clients. The local server does the same in parallel for its `--rows`.
create or replace function demo.fill_clients(wanted integer) returns void language plpgsql as $$
declare
  already constant integer := (select filled from demo.progress);
begin
  if wanted > already then
    perform demo.add_clients(already + 1, wanted);
    update demo.progress set filled = wanted;
  end if;
end $$;

select demo.add_agency();
select demo.add_portal_people();
select demo.fill_clients(200);
analyze app.clients;
