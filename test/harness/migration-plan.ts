/** The suites' databases are made as the product's is. */
export { migrationPlan } from '#apps/botbazaar/migration-plan';
