import { seededId } from '../ids.ts';
import { categories, skillNamed } from './skills.ts';
import type { Skill } from './skills.ts';

export type Product = { id: string; name: string; category: string; visitMinutes: number; needs: { skill: Skill; level: number }[] };

type Line = [name: string, visitMinutes: number, needs: string];

const lines: Record<string, Line[]> = {
  'Computers & tablets': [
    ['HP Pavilion', 60, 'Windows repair/1, Laptop hardware/1'], ['Microsoft Surface', 60, 'Windows repair/2, Tablet repair/2'],
    ['Asus ROG', 75, 'Windows repair/1, Laptop hardware/2'], ['MacBook Pro', 75, 'macOS repair/2, Laptop hardware/1'],
    ['Dell XPS', 60, 'Windows repair/1, Laptop hardware/1'], ['Lenovo ThinkPad', 60, 'Windows repair/1, Laptop hardware/1'],
    ['Amazon Kindle', 45, 'Tablet repair/1'], ['Penultimate DeskStation', 90, 'Windows repair/2, Data recovery/1'],
    ['Penultimate Laser Printer', 60, 'Printer servicing/1, Home networking/1'], ['Penultimate Home Server', 90, 'Data recovery/2, Home networking/2'],
  ],
  'Phones & wearables': [
    ['Sony Xperia', 45, 'Smartphone screens/1, Phone software/1'], ['iPhone', 45, 'Smartphone screens/2, Smartphone batteries/1'],
    ['Google Pixel', 45, 'Smartphone screens/1, Phone software/1'], ['Samsung Galaxy', 45, 'Smartphone screens/1, Smartphone batteries/1'],
    ['Garmin Forerunner', 45, 'Wearable sensors/2'], ['Fitbit Charge', 45, 'Wearable sensors/1'],
    ['Penultimate Phone', 45, 'Phone software/1, Mobile data setup/1'], ['Penultimate Senior Phone', 60, 'Smartphone batteries/1, Mobile data setup/1'],
    ['Penultimate Watch', 45, 'Wearable sensors/1, Phone software/1'], ['Penultimate Cordless Set', 60, 'Cordless telephony/1'],
  ],
  'TV & audio': [
    ['LG Smart TV', 75, 'TV firmware/1'], ['LG OLED', 90, 'OLED panels/2, TV firmware/1'], ['Sony 4K HDR TV', 75, 'TV firmware/2, Wall mounting/1'],
    ['Bose SoundLink Speaker', 45, 'Bluetooth audio/1'], ['Bose QuietComfort', 45, 'Bluetooth audio/1'],
    ['Samsung Soundbar', 60, 'Audio calibration/1, Bluetooth audio/1'], ['Apple AirPods', 45, 'Bluetooth audio/1'],
    ['Penultimate Home Cinema', 120, 'Home cinema wiring/2, Audio calibration/2'], ['Penultimate AV Receiver', 90, 'Home cinema wiring/1, Audio calibration/1'],
    ['Penultimate Satellite Receiver', 90, 'Satellite reception/1, Wall mounting/1'],
  ],
  'Gaming & cameras': [
    ['Nintendo Switch Pro Controller', 45, 'Controller repair/1'], ['Sony PlayStation', 60, 'Console hardware/1, Console networking/1'],
    ['Microsoft Xbox Controller', 45, 'Controller repair/1'], ['PlayStation', 60, 'Console hardware/1, Console networking/1'],
    ['Xbox', 60, 'Console hardware/1, Console networking/1'], ['Nintendo Switch', 60, 'Console hardware/1, Controller repair/1'],
    ['Canon EOS', 60, 'Lens mechanics/1, Image sensors/1'], ['GoPro Hero', 45, 'Camera firmware/1'],
    ['Canon DSLR Camera', 75, 'Lens mechanics/2, Image sensors/1'], ['GoPro Action Camera', 45, 'Camera firmware/1, Image sensors/1'],
  ],
  'Smart home': [
    ['Nest Thermostat', 75, 'Heating controls/1'], ['Philips Hue Lights', 45, 'Smart lighting/1, Zigbee and Thread/1'],
    ['Amazon Echo', 45, 'Voice assistants/1'], ['Google Nest', 45, 'Voice assistants/1, Mesh networking/1'],
    ['Penultimate Door Camera', 75, 'Doors and alarms/1, Mesh networking/1'], ['Penultimate Alarm Hub', 90, 'Doors and alarms/2, Zigbee and Thread/1'],
    ['Penultimate Mesh Router', 60, 'Mesh networking/2'], ['Penultimate Smart Lock', 60, 'Doors and alarms/1, Zigbee and Thread/2'],
    ['Penultimate Solar Gateway', 90, 'Solar gateways/3'], ['Penultimate Smoke Sensor Set', 45, 'Zigbee and Thread/1, Doors and alarms/1'],
  ],
  'Household appliances': [
    ['Roomba Robot Vacuum', 45, 'Robot navigation/1, Motors and batteries/1'], ['LG Washing Machine', 90, 'Washing machines/2, Water connections/1'],
    ['Dyson Vacuum Cleaner', 45, 'Motors and batteries/1'], ['Penultimate Dishwasher', 90, 'Water connections/1, Heating elements/1'],
    ['Penultimate Fridge', 90, 'Refrigeration/2'], ['Penultimate Tumble Dryer', 75, 'Heating elements/1, Motors and batteries/1'],
    ['Penultimate Induction Hob', 90, 'Heating elements/2'], ['Penultimate Oven', 90, 'Heating elements/1'],
    ['Penultimate Coffee Machine', 60, 'Coffee machines/1, Water connections/1'], ['Penultimate Air Conditioner', 120, 'Refrigeration/3'],
  ],
};

const need = (text: string) => {
  const [name = '', level] = text.split('/');
  return { skill: skillNamed(name), level: Number(level) };
};

export const products: readonly Product[] = categories
  .flatMap((category) => lines[category]!.map((line) => ({ category, line })))
  .map(({ category, line: [name, visitMinutes, needs] }, index) => ({
    id: seededId('prd', index + 1), name, category, visitMinutes, needs: needs.split(', ').map(need),
  }));

/** The free text for people: a sentence, and the skills in the form `needs: skl_000007/2, skl_000012/1`. */
export function remarksOf(product: Product): string {
  const people = product.needs.map(({ skill, level }) => `${skill.name} (${level})`).join(' and ');
  return `Send somebody who knows ${people}. needs: ${product.needs.map(({ skill, level }) => `${skill.id}/${level}`).join(', ')}`;
}
