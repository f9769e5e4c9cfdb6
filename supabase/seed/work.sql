-- What hangs on some of the demonstration's clients: customizations, deployments with what happened to them, figures of
-- the sites and apps. Both portal people have all of it; ten of the generated clients have some.

-- Which client is meant by a number: 6 and 7 are the portal people, the others generated.
create or replace function demo.client(number integer) returns uuid
language sql immutable parallel safe as $$
  select case
    when number in (6, 7) then ('de000000-0000-4000-8000-00000000000' || number)::uuid
    else md5('client ' || number)::uuid
  end
$$;

create or replace function demo.work_id(what text, number integer) returns uuid
language sql immutable parallel safe as $$ select md5(what || ' ' || number)::uuid $$;

create or replace function demo.add_work() returns void language plpgsql as $$
begin
  perform demo.quiet_triggers();

  insert into app.client_customizations (
    id, client_id, template_id, template_version, theme_config, layout_config, content_config, feature_config, status,
    version, is_active, created_by, approved_by, approved_at, created_at, updated_at
  )
  select
    demo.work_id('customization', c.number), demo.client(c.client), c.template, c.template_version,
    jsonb_build_object('accent', c.accent, 'density', 'comfortable'), jsonb_build_object('header', c.header),
    jsonb_build_object('languages', c.languages), jsonb_build_object('booking', c.template = 'hospitality'), c.status,
    c.version, c.active, 'de000000-0000-4000-8000-000000000003',
    case when c.status in ('approved', 'deployed') then 'de000000-0000-4000-8000-000000000002'::uuid end,
    case when c.status in ('approved', 'deployed') then c.made + interval '6 days 4 hours' end,
    c.made, c.made + interval '9 days'
  from (values
    (1, 6, 'hospitality', '4.2.0', '#5b2a4e', 'image', array['en', 'fr'], 'deployed', 7, true, timestamptz '2026-03-02 09:20:00+00'),
    (2, 6, 'hospitality', '4.3.0', '#1f4d3a', 'film', array['en', 'fr'], 'in_review', 2, false, timestamptz '2026-08-17 13:05:00+00'),
    (3, 7, 'portal', '2.8.1', '#e8432e', 'plain', array['de', 'en'], 'deployed', 12, true, timestamptz '2025-11-10 08:00:00+00'),
    (4, 1, 'shop', '3.0.2', '#0b3954', 'plain', array['en'], 'approved', 3, true, timestamptz '2026-05-19 10:40:00+00'),
    (5, 2, 'portal', '2.8.1', '#335c67', 'plain', array['en'], 'deployed', 4, true, timestamptz '2026-04-08 15:30:00+00'),
    (6, 11, 'journal', '1.9.0', '#9e2a2b', 'image', array['en', 'de'], 'draft', 1, false, timestamptz '2026-08-24 11:15:00+00'),
    (7, 16, 'shop', '3.1.0', '#1b4332', 'image', array['en'], 'deployed', 5, true, timestamptz '2026-02-11 09:45:00+00')
  ) as c (number, client, template, template_version, accent, header, languages, status, version, active, made)
  on conflict do nothing;

  insert into app.client_deployments (
    id, client_id, customization_id, deployment_name, deployment_type, deployment_url, custom_domain, hosting_provider,
    region, build_id, commit_hash, build_logs, environment_variables, status, health_status, last_health_check,
    performance_metrics, uptime_percentage, response_time_avg, feature_flags, ssl_enabled, cdn_enabled, deployed_at,
    deployed_by, created_at, updated_at
  )
  select
    demo.work_id('deployment', d.number), demo.client(d.client), demo.work_id('customization', d.customization), d.name,
    d.kind, 'https://' || d.host || '.harbourandpine.example', d.domain, d.provider, d.region,
    'build-' || (4100 + d.number * 17), left(md5('commit ' || d.number), 12),
    case d.status when 'failed' then 'error: the booking engine refused the key' else 'finished without a warning' end,
    '{"BOOKING_KEY": "only for the agency"}', d.status, d.health, timestamptz '2026-08-31 23:45:00+00',
    case when d.uptime is not null then jsonb_build_object('lcp_ms', d.answer * 6, 'score', 100 - d.answer / 20) end,
    d.uptime, d.answer, jsonb_build_object('new_header', d.kind = 'staging'), true, d.kind = 'production',
    case when d.status in ('deployed', 'maintenance') then d.made + interval '11 minutes' end,
    'de000000-0000-4000-8000-000000000002', d.made, d.made + interval '11 minutes'
  from (values
    (1, 6, 1, 'Whitfield website', 'production', 'whitfield', 'whitfield.example', 'Northhost', 'eu-west', 'deployed', 'healthy', 99.97, 182, timestamptz '2026-08-25 16:02:00+00'),
    (2, 6, 2, 'Whitfield autumn preview', 'staging', 'whitfield-preview', null, 'Northhost', 'eu-west', 'failed', 'critical', null, null, timestamptz '2026-08-27 12:48:00+00'),
    (3, 6, null, 'Booking engine trial', 'development', 'whitfield-booking', null, 'Northhost', 'eu-west', 'deployed', 'unknown', null, null, timestamptz '2026-06-04 09:30:00+00'),
    (4, 7, 3, 'Temperature portal', 'production', 'okafor', 'portal.okafor-coldchain.example', 'Truckwire Cloud', 'eu-central', 'deployed', 'warning', 99.81, 341, timestamptz '2026-08-12 05:10:00+00'),
    (5, 7, 3, 'Temperature portal, next', 'staging', 'okafor-next', null, 'Truckwire Cloud', 'eu-central', 'deploying', 'unknown', null, null, timestamptz '2026-08-30 08:41:00+00'),
    (6, 1, 4, 'Shop', 'staging', 'client-1', null, 'Northhost', 'eu-west', 'deployed', 'healthy', 99.90, 210, timestamptz '2026-07-22 14:00:00+00'),
    (7, 2, 5, 'Customer portal', 'production', 'client-2', null, 'Northhost', 'us-east', 'deployed', 'healthy', 99.99, 128, timestamptz '2026-05-30 07:25:00+00'),
    (8, 3, null, 'Campaign page', 'production', 'client-3', null, 'Pagewise', 'eu-west', 'maintenance', 'warning', 98.40, 505, timestamptz '2026-08-03 18:12:00+00'),
    (9, 16, 7, 'Shop', 'production', 'client-16', null, 'Pagewise', 'ap-south', 'deployed', 'healthy', 99.95, 167, timestamptz '2026-06-29 10:05:00+00'),
    (10, 21, null, 'Intranet', 'production', 'client-21', null, 'Northhost', 'eu-central', 'pending', 'unknown', null, null, timestamptz '2026-08-31 15:20:00+00')
  ) as d (number, client, customization, name, kind, host, domain, provider, region, status, health, uptime, answer, made)
  on conflict do nothing;

  insert into app.deployment_tracking_events (
    id, deployment_id, event_type, event_status, event_message, event_details, event_timestamp, duration_ms, triggered_by,
    triggered_by_user
  )
  select
    demo.work_id('event ' || d.id, e.step), d.id, e.kind,
    case when e.kind <> 'build_started' and d.status = 'failed' then 'failure' else e.result end,
    case when e.kind = 'deploy_finished' and d.status = 'failed' then 'Stopped: the booking engine refused the key' else e.message end,
    jsonb_build_object('build', d.build_id), d.created_at + e.later, e.took, e.by,
    case when e.by = 'user' then 'de000000-0000-4000-8000-000000000002'::uuid end
  from app.client_deployments d
  cross join (values
    (1, 'build_started', 'info', 'Build started', interval '0', null, 'user'),
    (2, 'build_finished', 'success', 'Built 214 pages', interval '6 minutes', 352000, 'system'),
    (3, 'deploy_finished', 'success', 'Live', interval '11 minutes', 41000, 'system'),
    (4, 'health_check', 'success', 'Answers within the limit', interval '1 hour', 240, 'schedule')
  ) as e (step, kind, result, message, later, took, by)
  where d.id in (select demo.work_id('deployment', n) from generate_series(1, 10) as n)
    and (e.step = 1 or d.status in ('deployed', 'maintenance') or (d.status = 'failed' and e.step < 4))
  on conflict do nothing;

  -- Four weeks by day for the portal people's sites, half a year by month for the others.
  insert into app.client_analytics (
    id, client_id, deployment_id, analytics_date, analytics_period, page_views, unique_visitors, sessions, bounce_rate,
    avg_load_time, web_vitals, error_rate, conversions, revenue, created_at, updated_at
  )
  select
    demo.work_id('analytics ' || s.deployment, s.step), demo.client(s.client), demo.work_id('deployment', s.deployment),
    s.day, s.period, s.views, s.views * 6 / 10, s.views * 7 / 10, 30 + demo.draw(s.step, s.deployment + 300, 2500) / 100.0,
    600 + demo.draw(s.step, s.deployment + 400, 700), jsonb_build_object('lcp_ms', 900 + demo.draw(s.step, s.deployment + 500, 900)),
    demo.draw(s.step, s.deployment + 600, 90) / 100.0, s.views / 55, s.views * s.worth,
    s.day + time '23:59', s.day + time '23:59'
  from (
    select d.*, i as step,
      case when d.period = 'daily' then date '2026-08-31' - i else (date '2026-08-01' - make_interval(months => i))::date end as day,
      d.most * (60 + demo.draw(i, d.deployment + 200, 40)) / 100 as views
    from (values
      (6, 1, 'daily', 28, 900, 3.10), (7, 4, 'daily', 28, 2600, 0.00), (1, 6, 'monthly', 2, 800, 1.40),
      (2, 7, 'monthly', 4, 31000, 0.00), (3, 8, 'monthly', 2, 9000, 0.25), (16, 9, 'monthly', 3, 42000, 2.05)
    ) as d (client, deployment, period, length, most, worth)
    cross join lateral generate_series(0, d.length - 1) as i
  ) as s
  on conflict do nothing;

  insert into app.tenant_apps (
    id, client_id, name, slug, admin_email, status, template_id, admin_url, public_url, submissions_count,
    documents_count, created_at, updated_at
  )
  select
    demo.work_id('app', a.number), demo.client(a.client), a.name, a.slug, c.email, a.status, a.template,
    'https://' || a.slug || '.harbourandpine.example/admin', 'https://' || a.slug || '.harbourandpine.example',
    a.submissions, a.documents, a.made, a.made + interval '40 days'
  from (values
    (1, 6, 'Booking enquiries', 'whitfield-enquiries', 'production', 'enquiry', 418, 12, timestamptz '2026-03-16 10:00:00+00'),
    (2, 6, 'Guest feedback', 'whitfield-feedback', 'sandbox', 'survey', 9, 0, timestamptz '2026-07-20 14:30:00+00'),
    (3, 7, 'Temperature records', 'okafor-records', 'production', 'documents', 76, 3120, timestamptz '2025-12-01 09:00:00+00'),
    (4, 2, 'Service requests', 'client-2-requests', 'production', 'enquiry', 1204, 88, timestamptz '2026-04-20 08:15:00+00'),
    (5, 21, 'Onboarding', 'client-21-onboarding', 'disabled', 'survey', 31, 4, timestamptz '2026-02-05 16:45:00+00')
  ) as a (number, client, name, slug, status, template, submissions, documents, made)
  join app.clients c on c.id = demo.client(a.client)
  on conflict do nothing;
end $$;

select demo.add_work();
