-- What the demonstration's two clients want changed: one proposal that the record has moved under since, one that fits, and
-- one that was decided.

insert into app.proposals (
  id, client_id, proposed_by, created_at, base, changes, note, status, decisions, answer, decided_by, decided_at, version
) values (
  'de000000-0000-4000-8000-0000000000a1', 'de000000-0000-4000-8000-000000000006', 'de000000-0000-4000-8000-000000000006',
  '2026-08-23 16:05:00+00',
  '{"phone": "+44 20 7946 0118", "color_palette": {"Damson": "#5b2a4e", "Oat": "#f4ead7", "Ink": "#222"}, "timeline_requirements": "Live before Easter"}',
  '{"phone": "+44 20 7946 0190", "color_palette": {"Damson": "#6b2f5c", "Oat": "#f4ead7", "Ink": "#222"}, "timeline_requirements": "Live before the May bank holiday"}',
  'We have a new line at the desk, and the printer says that Damson comes out too dark.',
  'open', '{}', null, null, null, 1
), (
  'de000000-0000-4000-8000-0000000000a2', 'de000000-0000-4000-8000-000000000007', 'de000000-0000-4000-8000-000000000007',
  '2026-09-02 07:40:00+00',
  '{"industry": "Logistics", "business_goals": ["A portal for temperature records", "Fewer calls about where a shipment is"]}',
  '{"industry": "Cold chain logistics", "business_goals": ["A portal for temperature records", "Fewer calls about where a shipment is", "Customers add their own users"]}',
  null, 'open', '{}', null, null, null, 1
), (
  'de000000-0000-4000-8000-0000000000a3', 'de000000-0000-4000-8000-000000000007', 'de000000-0000-4000-8000-000000000007',
  '2026-07-14 11:20:00+00',
  '{"phone": "+49 40 55512 030", "budget_range": "over_100k"}',
  '{"phone": "+49 40 55512 034", "budget_range": "50k_100k"}',
  'Please use the direct line.', 'decided',
  '{"phone": {"accepted": true, "value": "+49 40 55512 034"}, "budget_range": {"accepted": false}}',
  'The line is in. The budget is part of the contract: let us talk about it.',
  'de000000-0000-4000-8000-000000000004', '2026-07-15 08:02:00+00', 2
)
on conflict do nothing;
