import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Clients } from './Clients.jsx';

createRoot(document.getElementById('app')).render(<StrictMode><Clients /></StrictMode>);
