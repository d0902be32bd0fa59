/** The key with which tests themselves look into tables and put messages on queues; recordings know its calls by it. */
export const testKey = { accessKeyId: "TEST", secretAccessKey: "test" };
