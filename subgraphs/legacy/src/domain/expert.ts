import { hasRole } from '@sysops-squad/chassis/authorize';
import type { Caller } from '@sysops-squad/chassis/caller';
import { forbidden } from '@sysops-squad/chassis/graphqlErrors';

export const weekdays = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;
export type Weekday = (typeof weekdays)[number];
export type Shift = { weekday: Weekday; start: string; end: string };
export type TimeOff = { id: string; start: Date; end: Date; reason: string; status: 'APPROVED' };
export type TerritoryKind = 'PRIMARY' | 'SECONDARY';

export type Expert = {
  id: string;
  name: string;
  email: string;
  phone: string | null;
  active: boolean;
  home: { lat: number; lng: number };
  timeZone: string;
  skills: ExpertSkill[];
  territories: { territoryId: string; kind: TerritoryKind }[];
  shifts: Shift[];
  timeOff: TimeOff[];
  version: number;
};

export type Skill = { id: string; name: string | null; category: string | null };
export type ExpertSkill = { skill: Skill; level: number; verified: boolean; validUntil: Date | null };
export type Territory = { id: string; name: string; center: { lat: number; lng: number }; postcodePrefixes: string[] };

/** Home, e-mail, time zone, shifts and time off: the expert, MANAGER, ADMIN and SYSTEM. */
export function requirePrivateSight(caller: Caller, expertId: string): void {
  if (!isExpert(caller, expertId) && !hasRole(caller, 'MANAGER', 'ADMIN', 'SYSTEM')) throw forbidden('Only the expert, a MANAGER and an ADMIN see this.');
}

export const isExpert = (caller: Caller, expertId: string): boolean => hasRole(caller, 'EXPERT') && caller.expertId === expertId;
