const list = (words: string) => words.split(' ');

export const firstNames = list('Anna Ben Clara David Elif Finn Greta Hannes Ines Jonas Katja Lukas Mia Nils Olga Paul Rosa Samir Tilda Uwe Vera Willi Yara Zoe Amir Birgit Cem Dorothea Emil Frieda Georg Helene Igor Jana Karim Lena Moritz Nadia Oskar Petra');
export const lastNames = list('Ahrens Becker Carstens Demir Engel Fischer Graf Hoffmann Ivanov Jansen Keller Lehmann Meyer Neumann Otto Peters Quast Richter Schmidt Thomas Ulrich Vogel Weber Yilmaz Zimmermann Albrecht Brandt Conrad Dietrich Ebert Franke Gross Heinrich Jung Kaiser Lorenz Maier Nowak Pohl Roth');
export const streets = list('Lindenweg Bahnhofstrasse Gartenstrasse Hauptstrasse Schulstrasse Bergweg Uferstrasse Kirchgasse Marktplatz Rosenweg Ahornallee Birkenweg Feldstrasse Goethestrasse Mozartstrasse Parkallee Ringstrasse Schillerstrasse Tulpenweg Waldweg');

export const complaints: readonly string[] = [
  'It does not turn on any more.', 'It restarts by itself several times a day.', 'The display stays black although it makes sounds.',
  'It loses the wireless connection every evening.', 'It shows an error and asks to contact support.', 'It makes a loud noise after a few minutes.',
  'It gets very hot and switches itself off.', 'The setup stops half way and begins again.', 'Since the last update nothing is saved.',
  'It does not react to any button.',
];

export const remedies: readonly string[] = [
  'Replaced the power supply and tested for twenty minutes.', 'Reset to factory settings and restored the saved data.',
  'Installed the current firmware and checked all functions.', 'Cleaned the contacts and replaced a worn cable.',
  'Moved to another wireless channel and measured the signal.', 'Exchanged the defective board under warranty.',
];
