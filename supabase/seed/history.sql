-- What happened to some of the demonstration's clients. It ends in what they are now: the last change of each has the
-- row's version and is as old as its updated_at.

create or replace function demo.add_history(client uuid, made_by integer, edits jsonb) returns void language plpgsql as $$
declare
  steps constant integer := jsonb_array_length(edits);
begin
  perform demo.quiet_triggers();
  if exists (select from app.client_changes h where h.client_id = client) then
    return;
  end if;
  insert into app.client_changes (client_id, version, happened_at, actor, action, changes)
  select c.id, 1, c.created_at, ('de000000-0000-4000-8000-00000000000' || made_by)::uuid, 'insert', '{}'
  from app.clients c where c.id = client
  union all
  select
    c.id, 1 + e.step::integer, c.updated_at - make_interval(mins => (e.edit ->> 'ago')::integer),
    ('de000000-0000-4000-8000-00000000000' || (e.edit ->> 'by'))::uuid, 'update',
    -- One side is given; the other is what the row has, or what the next change began with.
    (
      select jsonb_object_agg(f.key, jsonb_build_array(
        f.value,
        coalesce(
          (
            select later.edit -> 'from' -> f.key from jsonb_array_elements(edits) with ordinality as later (edit, step)
            where later.step > e.step and later.edit -> 'from' ? f.key order by later.step limit 1
          ),
          to_jsonb(c) -> f.key
        )
      ))
      from jsonb_each(e.edit -> 'from') as f
    )
  from app.clients c, jsonb_array_elements(edits) with ordinality as e (edit, step)
  where c.id = client;
  update app.clients c set version = 1 + steps where c.id = client;
end $$;

-- `ago`: minutes before the row's last change. `by`: the number of one of the demonstration's people.
select demo.add_history('de000000-0000-4000-8000-000000000006', 2, '[
  {"ago": 60480, "by": 3, "from": {"status": "lead", "project_type": null, "budget_range": "15k_50k"}},
  {"ago": 51840, "by": 2, "from": {"tier": "standard", "contract_start_date": null, "contract_end_date": null}},
  {"ago": 30245, "by": 3, "from": {"business_goals": ["Half of all bookings online"], "timeline_requirements": "As soon as possible"}},
  {"ago": 21610, "by": 3, "from": {"annual_revenue": 2310000.00, "business_size": "small"}},
  {"ago": 12965, "by": 1, "from": {"metadata": {"crm_id": "WD-0042"}}},
  {"ago": 8645, "by": 2, "from": {"renewal_date": "2026-06-30"}},
  {"ago": 4330, "by": 3, "from": {"color_palette": {"Damson": "#5b2a4e", "Oat": "#f4ead7", "Ink": "#222"}, "phone": "+44 20 7946 0118"}},
  {"ago": 1450, "by": 3, "from": {"satisfaction_score": 7, "last_contact_date": "2026-08-11T09:00:00+00:00"}},
  {"ago": 0, "by": 3, "from": {"satisfaction_score": 8, "last_contact_date": "2026-08-26T14:15:00+00:00"}}
]');
select demo.add_history('de000000-0000-4000-8000-000000000007', 2, '[
  {"ago": 43205, "by": 4, "from": {"status": "lead"}},
  {"ago": 28810, "by": 2, "from": {"tier": "premium", "contract_end_date": "2026-08-31", "renewal_date": "2026-06-01"}},
  {"ago": 17290, "by": 4, "from": {"compliance_requirements": ["GDPR", "ISO 27001"], "project_scope": null}},
  {"ago": 2885, "by": 4, "from": {"annual_revenue": 38500000.00}},
  {"ago": 0, "by": 4, "from": {"last_contact_date": "2026-08-14T09:00:00+00:00", "satisfaction_score": 8}}
]');

-- A few of the generated clients, in the hands of both members, of staff and of the heads.
select demo.add_history(
  c.id, right(c.created_by::text, 1)::integer,
  jsonb_build_array(
    jsonb_build_object('ago', 30000 + demo.draw(i, 91, 9000), 'by', 2, 'from', jsonb_build_object('tier', 'basic', 'industry', null)),
    jsonb_build_object('ago', 15000 + demo.draw(i, 92, 9000), 'by', hand, 'from', jsonb_build_object('status', 'lead', 'annual_revenue', round(c.annual_revenue * 0.8, 2))),
    jsonb_build_object('ago', 3000 + demo.draw(i, 93, 9000), 'by', hand, 'from', jsonb_build_object('business_goals', null, 'phone', null)),
    jsonb_build_object('ago', 0, 'by', hand, 'from', jsonb_build_object('last_contact_date', c.last_contact_date - interval '16 days'))
  )
)
from generate_series(1, 120) as i
join app.clients c on c.id = md5('client ' || i)::uuid
cross join lateral (select case when c.assigned_manager::text like '%3' then 3 when c.assigned_manager::text like '%4' then 4 else 2 end as hand) as h
-- Each of these changes changes something, after the client was made.
where c.tier <> 'basic' and c.industry is not null and c.status not in ('lead', 'cancelled') and c.annual_revenue is not null
  and c.business_goals is not null and c.phone is not null and c.last_contact_date is not null
  and c.last_contact_date < c.updated_at and c.created_at < c.updated_at - interval '30 days';
