import { seededId } from '../ids.ts';

export type Skill = { id: string; name: string; category: string };

const byCategory: Record<string, string[]> = {
  'Computers & tablets': ['Windows repair', 'macOS repair', 'Laptop hardware', 'Data recovery', 'Printer servicing', 'Home networking', 'Tablet repair'],
  'Phones & wearables': ['Smartphone screens', 'Smartphone batteries', 'Phone software', 'Wearable sensors', 'Cordless telephony', 'Mobile data setup'],
  'TV & audio': ['OLED panels', 'TV firmware', 'Wall mounting', 'Audio calibration', 'Bluetooth audio', 'Satellite reception', 'Home cinema wiring'],
  'Gaming & cameras': ['Console hardware', 'Console networking', 'Controller repair', 'Lens mechanics', 'Image sensors', 'Camera firmware'],
  'Smart home': ['Mesh networking', 'Zigbee and Thread', 'Heating controls', 'Smart lighting', 'Doors and alarms', 'Voice assistants', 'Solar gateways'],
  'Household appliances': ['Washing machines', 'Refrigeration', 'Heating elements', 'Robot navigation', 'Motors and batteries', 'Water connections', 'Coffee machines'],
};

export const categories: readonly string[] = Object.keys(byCategory);

export const skills: readonly Skill[] = categories
  .flatMap((category) => byCategory[category]!.map((name) => ({ name, category })))
  .map((skill, index) => ({ id: seededId('skl', index + 1), ...skill }));

export function skillNamed(name: string): Skill {
  const skill = skills.find((candidate) => candidate.name === name);
  if (!skill) throw new Error(`There is no skill ${name}`);
  return skill;
}
