import 'clientele-embed';
import { useMemo, useState } from 'react';
import { apiKey, endpoint, getToken } from '../project.js';

export function Clients() {
  const [find, setFind] = useState('');
  const [keep, setKeep] = useState(false);
  const [id, setId] = useState();
  const [events, setEvents] = useState([]);
  const filters = useMemo(() => ({ q: find, status: 'active,lead' }), [find]);
  const tell = ({ type, target, detail }) => setEvents((events) => [...events, `${target.localName} ${type} ${JSON.stringify(detail)}`]);

  return (
    <>
      <h1>Clients</h1>
      <p>
        <label>Find <input value={find} onChange={(event) => setFind(event.target.value)} /></label>
        <label><input type="checkbox" checked={keep} onChange={(event) => setKeep(event.target.checked)} /> Nothing may be saved</label>
      </p>
      <clientele-list
        endpoint={endpoint}
        apiKey={apiKey}
        getToken={getToken}
        columns={['name', 'status']}
        filters={filters}
        onclientele-selected={(event) => {
          setId(event.detail.id);
          tell(event);
        }}
        onclientele-session={tell}
        onclientele-error={tell}
      />
      {id && (
        <clientele-form
          endpoint={endpoint}
          apiKey={apiKey}
          getToken={getToken}
          clientId={id}
          onclientele-before-save={(event) => {
            if (keep) event.preventDefault();
            tell(event);
          }}
          onclientele-saved={tell}
          onclientele-error={tell}
        />
      )}
      <ol aria-label="Events">{events.map((line, at) => <li key={at}>{line}</li>)}</ol>
    </>
  );
}
