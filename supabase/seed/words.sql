-- The words that the generated clients are made of. A place is city|region|postal code|country|telephone prefix.

create table if not exists demo.words (
  only_row boolean primary key default true check (only_row),
  first_names text[] not null,
  last_names text[] not null,
  qualities text[] not null,
  things text[] not null,
  kinds text[] not null,
  industries text[] not null,
  places text[] not null,
  streets text[] not null,
  projects text[] not null,
  timelines text[] not null,
  sources text[] not null,
  audiences text[] not null,
  goals text[] not null,
  tools text[] not null,
  compliance text[] not null,
  colors text[] not null,
  fonts text[] not null,
  scopes text[] not null
);

insert into demo.words (
  first_names, last_names, qualities, things, kinds, industries, places, streets, projects, timelines, sources,
  audiences, goals, tools, compliance, colors, fonts, scopes
) values (
  array[
    'Ada', 'Amara', 'Anders', 'Beatriz', 'Björn', 'Camille', 'Chidi', 'Daniela', 'Dmitri', 'Elif', 'Emeka', 'Fatima',
    'Femi', 'Giulia', 'Hana', 'Håkon', 'Imani', 'Ingrid', 'Isabel', 'Jae-won', 'José', 'Jörg', 'Kaito', 'Karim',
    'Katarzyna', 'Lars', 'Leila', 'Lucía', 'Łukasz', 'Maeve', 'Małgorzata', 'Marcus', 'Mateo', 'Mila', 'Minh', 'Nia',
    'Noor', 'Olena', 'Omar', 'Pia', 'Quentin', 'Rafael', 'Rosa', 'Ruth', 'Samir', 'Siân', 'Sofía', 'Søren', 'Tariq',
    'Théo', 'Uma', 'Viktor', 'Wanjiru', 'Wei', 'Xenia', 'Yara', 'Yusuf', 'Zoë'
  ],
  array[
    'Abara', 'Almeida', 'Andersson', 'Bakker', 'Bauer', 'Bianchi', 'Castillo', 'Chen', 'Cohen', 'Costa', 'D''Angelo',
    'Dubois', 'Eriksen', 'Fischer', 'García', 'Gupta', 'Haddad', 'Hansen', 'Ito', 'Jansen', 'Kamau', 'Keller', 'Kim',
    'Kovács', 'Kowalska', 'Larsen', 'Levy', 'Lindholm', 'Marchetti', 'Meyer', 'Mbeki', 'Müller', 'Nakamura',
    'Nguyen', 'Nováková', 'O''Neill', 'Okonkwo', 'Oliveira', 'Petrov', 'Popescu', 'Quiroga', 'Rossi', 'Saito',
    'Schäfer', 'Silva', 'Singh', 'Smit', 'Taylor', 'Tran', 'Ünal', 'Van der Berg', 'Virtanen', 'Walsh', 'Weber',
    'Yılmaz', 'Zhang'
  ],
  array[
    'Amber', 'Bright', 'Cedar', 'Clear', 'Copper', 'Coral', 'Evergreen', 'First', 'Golden', 'Granite', 'Green',
    'High', 'Hollow', 'Iron', 'Juniper', 'Lake', 'Little', 'Lumen', 'Maple', 'Meadow', 'Morning', 'New', 'North',
    'Open', 'Orchard', 'Paper', 'Quiet', 'Red', 'River', 'Salt', 'Silver', 'South', 'Stone', 'Summit', 'Tall',
    'Union', 'Velvet', 'West', 'Wild', 'Winter'
  ],
  array[
    'Anchor', 'Arch', 'Barn', 'Bay', 'Beacon', 'Bell', 'Bridge', 'Brook', 'Compass', 'Field', 'Ferry', 'Forge',
    'Fox', 'Garden', 'Gate', 'Grove', 'Harbor', 'Harvest', 'Hill', 'House', 'Kiln', 'Lantern', 'Leaf', 'Loom',
    'Mill', 'Oak', 'Peak', 'Pine', 'Port', 'Quarry', 'Ridge', 'Sail', 'Shore', 'Spring', 'Star', 'Stone', 'Tide',
    'Wharf', 'Wing', 'Yard'
  ],
  array[
    '& Partners', 'Analytics', 'Architects', 'Bakery', 'Bikes', 'Brewing', 'Capital', 'Care', 'Clinic', 'Coffee',
    'Collective', 'Dental', 'Energy', 'Estates', 'Foods', 'Foundation', 'Furniture', 'GmbH', 'Group', 'Hotels',
    'Labs', 'Law', 'Logistics', 'Ltd', 'Media', 'Outfitters', 'Pharma', 'Press', 'Robotics', 'S.A.', 'School',
    'Software', 'Solar', 'Studio', 'Textiles', 'Tours', 'Trading', 'Vineyards', 'Wellness', 'Works'
  ],
  array[
    'Agriculture', 'Architecture', 'Arts & Culture', 'Automotive', 'Consulting', 'Construction', 'Education',
    'Energy', 'Fashion', 'Finance', 'Food & Drink', 'Government', 'Healthcare', 'Hospitality', 'Insurance', 'Legal',
    'Logistics', 'Manufacturing', 'Media', 'Non-profit', 'Real Estate', 'Retail', 'Software', 'Sports',
    'Telecommunications', 'Travel'
  ],
  array[
    'London|Greater London|EC1A 4HD|GB|+44 20 7946 0', 'Bristol|Somerset|BS1 5TY|GB|+44 117 496 0',
    'Berlin|Berlin|10117|DE|+49 30 23125 ', 'München|Bayern|80331|DE|+49 89 99998 ',
    'Paris|Île-de-France|75011|FR|+33 1 99 00 0', 'Lyon|Auvergne-Rhône-Alpes|69002|FR|+33 4 65 71 9',
    'Madrid|Madrid|28004|ES|+34 910 555 ', 'Valencia|Comunitat Valenciana|46001|ES|+34 960 555 ',
    'Milano|Lombardia|20121|IT|+39 02 5550 ', 'Amsterdam|Noord-Holland|1012 AB|NL|+31 20 555 0',
    'Kraków|Małopolska|31-001|PL|+48 12 555 0', 'København|Hovedstaden|1050|DK|+45 32 55 5',
    'Göteborg|Västra Götaland|411 03|SE|+46 31 3900 ', 'Helsinki|Uusimaa|00100|FI|+358 9 5550 ',
    'Wien|Wien|1010|AT|+43 1 5550 ', 'Zürich|Zürich|8001|CH|+41 44 555 0', 'Lisboa|Lisboa|1100-148|PT|+351 21 555 0',
    'Dublin|Leinster|D02 X285|IE|+353 1 555 0', 'Austin|Texas|78701|US|+1 (512) 555-0',
    'Portland|Oregon|97205|US|+1 (503) 555-0', 'Chicago|Illinois|60607|US|+1 (312) 555-0',
    'Toronto|Ontario|M5V 2T6|CA|+1 416-555-0', 'Montréal|Québec|H2X 1Y4|CA|+1 514-555-0',
    'Melbourne|Victoria|3000|AU|+61 3 5550 0', 'Auckland|Auckland|1010|NZ|+64 9 555 0',
    'Nairobi|Nairobi|00100|KE|+254 20 555 0', 'Lagos|Lagos|101233|NG|+234 1 555 0',
    'Cape Town|Western Cape|8001|ZA|+27 21 555 0', 'Singapore|Singapore|049315|SG|+65 6555 0',
    '東京|東京都|100-0005|JP|+81 3 5550 0', 'São Paulo|São Paulo|01310-100|BR|+55 11 5550 0',
    'Ciudad de México|CDMX|06000|MX|+52 55 5550 0'
  ],
  array[
    'Bridge Street', 'Calle Mayor', 'Canal Road', 'Church Lane', 'Dock Road', 'Elm Avenue', 'Gartenstraße',
    'High Street', 'Hauptstraße', 'Mill Lane', 'Market Square', 'Park Avenue', 'Rue de la Paix', 'Station Road',
    'Via Roma', 'Victoria Street'
  ],
  array[
    'Website relaunch', 'Online shop', 'Brand identity', 'Customer portal', 'Mobile application', 'Booking system',
    'Marketing campaign', 'Design system', 'Accessibility audit', 'Content strategy', 'Intranet', 'Product launch'
  ],
  array[
    'As soon as possible', 'Within six weeks', 'Live before the trade fair in March', 'Next quarter',
    'By the end of the year', 'No fixed date', 'In two phases, six months apart', 'Before the summer season'
  ],
  array[
    'Recommendation', 'Search', 'Trade fair', 'Newsletter', 'Social media', 'Partner', 'Cold call',
    'Conference talk', 'Returning client', 'Podcast'
  ],
  array[
    'Young families within an hour''s drive', 'Independent shops with fewer than five branches',
    'Engineers who compare data sheets', 'First-time buyers between 25 and 40', 'Hospital procurement teams',
    'Students in their final year', 'Restaurants that order every day', 'Facility managers of public buildings',
    'People who return after years away', 'Collectors, and those who advise them'
  ],
  array[
    'More enquiries from the website', 'Fewer support calls', 'A recognisable brand', 'Sell in two more countries',
    'Recruit twenty people', 'Double the newsletter', 'Shorten the sales cycle', 'Open a second location',
    'Raise the average order', 'Keep customers for longer', 'Replace the old shop', 'Answer tenders faster'
  ],
  array[
    'Mailbird', 'Ledgerly', 'Paywell', 'Stocktake', 'Deskline', 'Calendry', 'Signwell', 'Chartbook', 'Formstack',
    'Mapwise', 'Chatter', 'Filebox'
  ],
  array[
    'GDPR', 'PCI DSS', 'HIPAA', 'ISO 27001', 'SOC 2', 'WCAG 2.2 AA', 'CCPA', 'ISO 9001'
  ],
  array[
    '#0b3954', '#bfd7ea', '#ff6663', '#e0ff4f', '#fefffe', '#2b2d42', '#8d99ae', '#edf2f4', '#ef233c', '#1b4332',
    '#d8f3dc', '#fff3b0', '#e09f3e', '#9e2a2b', '#540b0e', '#335c67', '#fa0', '#123'
  ],
  array[
    'Inter', 'Source Serif 4', 'Fraunces', 'IBM Plex Sans', 'Archivo', 'Literata', 'Work Sans', 'Space Grotesk'
  ],
  array[
    'A new site with twelve templates, a shop and a journal, in two languages.',
    'The mark, the colours, the type, and a page that explains them.',
    'Sign-in for customers, invoices to download, and a list of open questions.',
    'Three campaigns over a year, each with its own landing page.',
    'An audit of the whole site, repairs of what it finds, and a second audit.',
    'Everything the sales team shows on a tablet, also without a network.'
  ]
)
on conflict do nothing;
