import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { AccessModule } from './access/access.module.js';
import { CausesModule } from './causes/causes.module.js';
import { CertificatesModule } from './certificate-inspection/certificates.module.js';
import { Config } from './config.js';
import { ConnectivityProbeModule } from './connectivity-probe/connectivity-probe.module.js';
import { DiagnosisModule } from './diagnosis/diagnosis.module.js';
import { ErrorCatalogModule } from './error-catalog/error-catalog.module.js';
import { HealthModule } from './health/health.module.js';
import { McpModule } from './mcp/mcp.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { ProblemFilter } from './http/problem.filter.js';
import { ShapePipe } from './http/shape.pipe.js';
import { WatchModule } from './watch/watch.module.js';

/** Gives the configuration to whoever asks for it. */
@Module({})
class ConfigModule {
  static of(config: Config): DynamicModule {
    return { module: ConfigModule, global: true, providers: [{ provide: Config, useValue: config }], exports: [Config] };
  }
}

@Module({})
export class AppModule {
  /** The whole service, with its configuration. */
  static of(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.of(config),
        AccessModule,
        HealthModule,
        MetricsModule,
        CausesModule,
        ErrorCatalogModule,
        CertificatesModule,
        ConnectivityProbeModule,
        DiagnosisModule,
        McpModule,
        WatchModule,
      ],
      providers: [
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useClass: ShapePipe },
      ],
    };
  }
}
