-- Who may touch which row of the unified table, behind the windows, and the indexes that serve it.
-- A viewer is not in here: their window is the only way to their row. `(select …)` makes each test run once a request.

create policy clients_read on app.clients for select to authenticated using (
  (select app.admin_level()) <> 0
  or assigned_manager = (select app.agency_uid())
  or created_by = (select app.agency_uid())
);

-- The trigger has made the creator the manager by now. A member cannot start somebody with a role or a tier.
create policy clients_create on app.clients for insert to authenticated with check (
  (select app.admin_level()) <> 0
  or (
    created_by = (select app.member_uid())
    and assigned_manager = (select app.member_uid())
    and role = 'viewer'
  )
);

create policy clients_change on app.clients for update to authenticated
  using ((select app.admin_level()) <> 0 or assigned_manager = (select app.member_uid()))
  with check ((select app.admin_level()) <> 0 or assigned_manager = (select app.member_uid()));

create policy clients_delete on app.clients for delete to authenticated using ((select app.admin_level()) <> 0);

-- Newest first, and the key that pages go by.
create index clients_newest on app.clients (created_at desc, id desc);
create index clients_lifecycle on app.clients (status, tier, created_at desc, id desc);
create index clients_company on app.clients (company_name, id);
create index clients_manager on app.clients (assigned_manager, created_at desc);
create index clients_creator on app.clients (created_by, created_at desc);
create index clients_renewal on app.clients (renewal_date) where renewal_date is not null;
-- The agency's people, of whom there are few: the team, the owners.
create index clients_people on app.clients (role, user_id) where role <> 'viewer';
