-- Before somebody makes a client: those that may be the same one. Only among clients that the asker sees, so that the
-- answer tells nobody who else is a client; a member's is looked for among theirs and nowhere else.

-- Domains of mail providers for everybody: two people there have nothing in common.
create function app.public_mail(domain text) returns boolean
language sql immutable parallel safe set search_path = '' as $$
  select domain = any (array[
    'gmail.com', 'googlemail.com', 'outlook.com', 'outlook.de', 'outlook.fr', 'hotmail.com', 'hotmail.co.uk',
    'hotmail.de', 'hotmail.fr', 'live.com', 'msn.com', 'icloud.com', 'me.com', 'mac.com', 'yahoo.com', 'yahoo.co.uk',
    'yahoo.de', 'yahoo.fr', 'ymail.com', 'aol.com', 'gmx.de', 'gmx.net', 'gmx.at', 'gmx.ch', 'gmx.com', 'web.de',
    't-online.de', 'freenet.de', 'posteo.de', 'mailbox.org', 'mail.de', 'proton.me', 'protonmail.com', 'pm.me',
    'tutanota.com', 'tuta.com', 'fastmail.com', 'hey.com', 'zoho.com', 'mail.com', 'orange.fr', 'wanadoo.fr', 'free.fr',
    'laposte.net', 'sfr.fr', 'libero.it', 'virgilio.it', 'tiscali.it', 'btinternet.com', 'sky.com', 'virginmedia.com',
    'comcast.net', 'verizon.net', 'att.net', 'sbcglobal.net', 'bellsouth.net', 'cox.net', 'shaw.ca', 'rogers.com',
    'telus.net', 'bigpond.com', 'optusnet.com.au', 'xtra.co.nz', 'ziggo.nl', 'kpnmail.nl', 'planet.nl', 'telenet.be',
    'skynet.be', 'bluewin.ch', 'chello.at', 'wp.pl', 'onet.pl', 'interia.pl', 'o2.pl', 'seznam.cz', 'centrum.cz',
    'telia.com', 'mail.ru', 'yandex.ru', 'yandex.com', 'qq.com', '163.com', '126.com', 'sina.com', 'naver.com',
    'hanmail.net', 'daum.net', 'uol.com.br', 'bol.com.br', 'terra.com.br', 'rediffmail.com'
  ])
$$;

-- What tells numbers apart: no extension, no (0), no zeros that only dial out of a town or a country.
create function app.phone_digits(phone text) returns text
language sql immutable strict parallel safe set search_path = '' as $$
  select ltrim(regexp_replace(phone, '[A-Za-z].*$|\(0\)|[^0-9]', '', 'g'), '0')
$$;

-- Whether two such numbers are one that is written with and without its country or town.
create function app.same_number(one text, other text) returns boolean
language sql immutable strict parallel safe set search_path = '' as $$
  select common >= 7 and right(one, common) = right(other, common)
  from (select least(length(one), length(other), 9)) as compared (common)
$$;

-- A company's name without what says nothing about which company it is: its legal form and all but letters and digits.
create function app.company_core(name text) returns text
language sql immutable strict parallel safe set search_path = '' as $$
  select btrim(regexp_replace(
    lower(name collate "und-x-icu"),
    '[^[:alnum:]]+((gmbh|mbh|ag|kg|kgaa|ohg|ug|gbr|ltd|limited|llc|llp|plc|inc|corp|co|company|sa|sarl|sas|srl|spa|sl|bv|nv|ab|as|oy|aps|and|und|et|y)\M[^[:alnum:]]*)*',
    ' ', 'g'
  ))
$$;

create index clients_phone_tail on app.clients (right(app.phone_digits(phone), 7)) where phone is not null;
create index clients_mail_domain on app.clients (split_part(email, '@', 2));

-- Among all clients, those worth comparing: at most a hundred of each kind, found by an index.
create function app.similar_candidates(company text, core text, mailbox text, domain text, digits text) returns setof uuid
language plpgsql stable security definer rows 100
set search_path = '' set plan_cache_mode = force_custom_plan set enable_seqscan = off as $$
declare
  half constant integer := greatest(char_length(core) / 2, 5);
begin
  return query select c.id from app.clients c where c.email = mailbox;
  if digits is not null then
    return query
      select c.id from app.clients c
      where right(app.phone_digits(c.phone), 7) = right(digits, 7) and c.phone is not null limit 100;
  end if;
  if domain is not null then
    return query select c.id from app.clients c where split_part(c.email, '@', 2) = domain limit 100;
  end if;
  if core is null or char_length(core) < 3 then
    return;
  end if;
  -- Called the same, or longer.
  return query
    select c.id from app.clients c where c.company_name >= company order by c.company_name, c.id limit 20;
  -- Whoever mistypes a name once has one half of it right. What is alike as a whole takes the three-letter index ten
  -- times as long, because it has to read much of what is common. A core has no letter that a pattern would obey.
  return query
    select c.id from app.clients c
    where c.search_text like '%' || replace(left(core, half), ' ', '%') || '%' limit 100;
  if char_length(core) > half + 4 then
    return query
      select c.id from app.clients c
      where c.search_text like '%' || replace(substr(core, half + 1), ' ', '%') || '%' limit 100;
  end if;
end $$;

-- The strongest reason of each, the most likely first.
create function app.similar_clients(company text, email text, phone text) returns table (id uuid, title text, reason text)
language plpgsql stable security definer rows 5 set search_path = '' set plan_cache_mode = force_custom_plan as $$
declare
  mailbox constant text := app.folded_email(similar_clients.email);
  domain constant text := nullif(split_part(mailbox, '@', 2), '');
  shared_domain constant text := case when not app.public_mail(domain) then domain end;
  all_digits constant text := app.phone_digits(similar_clients.phone);
  digits constant text := case when length(all_digits) >= 7 then all_digits end;
  core constant text := nullif(app.company_core(similar_clients.company), '');
  candidates uuid[];
begin
  if app.admin_level() = 1 then
    candidates := array(select app.similar_candidates(btrim(similar_clients.company), core, mailbox, shared_domain, digits));
  elsif app.member_uid() is not null then
    candidates := array(select app.my_clients());
  else
    return;
  end if;
  return query
    with judged as (
      select
        c.id, c.created_at, coalesce(c.company_name, c.name, c.email) as title, l.likeness,
        case
          when c.email = mailbox then 1
          when app.same_number(app.phone_digits(c.phone), digits) then 2
          when split_part(c.email, '@', 2) = shared_domain then 3
          when l.likeness >= 0.5 then 4
        end as place
      from app.clients c
      cross join lateral (
        select case when core is not null then extensions.similarity(app.company_core(c.company_name), core) end as likeness
      ) as l
      where c.id = any (candidates)
    )
    select j.id, j.title, (array['email', 'phone', 'domain', 'company'])[j.place]
    from judged j
    where j.place is not null
    order by j.place, j.likeness desc nulls last, j.created_at desc, j.id
    limit 5;
end $$;

revoke all on function app.public_mail(text), app.phone_digits(text), app.same_number(text, text),
  app.company_core(text), app.similar_candidates(text, text, text, text, text),
  app.similar_clients(text, text, text)
  from public, anon, authenticated, service_role;
-- An index's function runs with the rights of whoever writes the row.
grant execute on function app.phone_digits(text) to authenticated, service_role;
grant execute on function app.similar_clients(text, text, text) to authenticated;

create function public.similar_clients(company text default null, email text default null, phone text default null)
returns table (id uuid, title text, reason text)
language sql stable rows 5 set search_path = '' as $$
  select * from app.similar_clients($1, $2, $3)
$$;
revoke all on function public.similar_clients(text, text, text) from public, anon, authenticated, service_role;
grant execute on function public.similar_clients(text, text, text) to authenticated;

notify pgrst, 'reload schema';
