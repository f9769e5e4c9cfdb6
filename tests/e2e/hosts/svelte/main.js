import { mount } from 'svelte';
import Clients from './Clients.svelte';

mount(Clients, { target: document.getElementById('app') });
