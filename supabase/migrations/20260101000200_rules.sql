-- The rules of src/domain/rules, word for word: one function per rule, used by the CHECKs that `cargo xtask schema`
-- writes. Strict: an empty field breaks no rule. plpgsql keeps its plan for the session, which makes a million rows
-- cheap. Regular expressions spell out their character sets, because `\s` and `[[:cntrl:]]` depend on the locale.

create function app.valid_text(value text, most integer) returns boolean
language plpgsql immutable strict parallel safe set search_path = '' as $$
begin
  return char_length(value) <= most
    and value !~ '[\u0001-\u0008\u000b-\u001f\u007f-\u009f]'
    and value ~ '[^\t\n \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]';
end $$;

create function app.valid_email(value text) returns boolean
language plpgsql immutable strict parallel safe set search_path = '' as $$
begin
  return char_length(value) <= 255 and value ~ '^[a-z0-9._%+-]+@[a-z0-9.-]+\.[a-z]{2,}$';
end $$;

-- What a person may have typed, as it is stored: without white space around it, and in lower case, of ASCII only
-- (other locales fold U+212A to k, which would be another's address).
create function app.folded_email(value text) returns text
language plpgsql immutable strict parallel safe set search_path = '' as $$
begin
  return lower(btrim(value, U&'\0009\000A\000B\000C\000D\0020\0085\00A0\1680\2000\2001\2002\2003\2004\2005\2006\2007\2008\2009\200A\2028\2029\202F\205F\3000') collate "C");
end $$;

create function app.valid_url(value text) returns boolean
language plpgsql immutable strict parallel safe set search_path = '' as $$
begin
  return char_length(value) <= 500
    and value !~ '[\u0001-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\\]'
    and value ~ '^[hH][tT][tT][pP][sS]?://[A-Za-z0-9\u00a1-\U0010ffff][A-Za-z0-9\u00a1-\U0010ffff.-]*(:[0-9]{1,5})?([/?#].*)?$';
end $$;

create function app.valid_phone(value text) returns boolean
language plpgsql immutable strict parallel safe set search_path = '' as $$
begin
  return char_length(value) <= 50
    and value ~ '^\+?[0-9 .()-]+((x|X|[eE][xX][tT]\.?) *[0-9]{1,6})?$'
    -- The digits in front of the extension.
    and char_length(translate(substring(value from '^[^eExX]*'), '+ .()-', '')) between 7 and 15;
end $$;

create function app.valid_tags(value text[]) returns boolean
language plpgsql immutable strict parallel safe set search_path = '' as $$
declare
  entry text;
  seen text[] := '{}';
begin
  if cardinality(value) > 50 or array_ndims(value) > 1 then
    return false;
  end if;
  foreach entry in array value loop
    if entry is null or not app.valid_text(entry, 200) or entry = any (seen) then
      return false;
    end if;
    seen := seen || entry;
  end loop;
  return true;
end $$;

-- `{}` is one level deep; what stands eight steps below the root is on the ninth.
create function app.valid_json(value jsonb) returns boolean
language plpgsql immutable strict parallel safe set search_path = '' as $$
begin
  return jsonb_typeof(value) = 'object'
    and octet_length(value::text) <= 65536
    and not jsonb_path_exists(value, 'strict $.**{8} ? (@.type() == "object" || @.type() == "array")');
end $$;

-- A part that is there is a text; what else the object holds is the agency's.
create function app.valid_address(value jsonb) returns boolean
language plpgsql immutable strict parallel safe set search_path = '' as $$
declare
  control constant text := '[\u0001-\u0008\u000b-\u001f\u007f-\u009f]';
begin
  return app.valid_json(value)
    and coalesce(jsonb_typeof(value -> 'street') = 'string' and value ->> 'street' !~ control, true)
    and coalesce(jsonb_typeof(value -> 'city') = 'string' and value ->> 'city' !~ control, true)
    and coalesce(jsonb_typeof(value -> 'region') = 'string' and value ->> 'region' !~ control, true)
    and coalesce(jsonb_typeof(value -> 'postal_code') = 'string' and value ->> 'postal_code' !~ control, true)
    and coalesce(jsonb_typeof(value -> 'country') = 'string' and value ->> 'country' ~ '^[A-Za-z]{2}$', true);
end $$;

create function app.valid_palette(value jsonb) returns boolean
language plpgsql immutable strict parallel safe set search_path = '' as $$
begin
  return app.valid_json(value) and not jsonb_path_exists(
    value,
    'strict $.* ? (@.type() != "string" || !(@ like_regex "^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"))'
  );
end $$;

-- Every text at the top, and every text under a key `url` at any depth, becomes a link or an image source.
create function app.valid_logos(value jsonb) returns boolean
language plpgsql immutable strict parallel safe set search_path = '' as $$
begin
  return app.valid_json(value)
    and not exists (
      select from jsonb_path_query(value, 'strict $.* ? (@.type() == "string")') as logo
      where not app.valid_url(logo #>> '{}')
    )
    and (
      not jsonb_path_exists(value, 'strict $.* ? (@.type() == "object" || @.type() == "array")')
      or not exists (
        select from jsonb_path_query(value, 'strict $.** ? (@.type() == "object" && exists (@.url))') as holder
        where jsonb_typeof(holder -> 'url') = 'string' and not app.valid_url(holder ->> 'url')
      )
    );
end $$;

-- How high a role stands; NULL for a stranger.
create function app.rank(role text) returns integer
language plpgsql immutable strict parallel safe set search_path = '' as $$
begin
  return array_position(array['viewer', 'staff', 'member', 'admin', 'owner'], role);
end $$;

-- CHECKs run with the rights of whoever writes.
revoke all on all functions in schema app from public, anon, authenticated;
grant execute on all functions in schema app to authenticated, service_role;
