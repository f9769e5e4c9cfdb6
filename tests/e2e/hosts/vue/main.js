import { createApp } from 'vue';
import Clients from './Clients.vue';

createApp(Clients).mount('#app');
