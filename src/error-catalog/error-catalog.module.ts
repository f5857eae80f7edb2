import { Module } from '@nestjs/common';
import { CausesModule } from '../causes/causes.module.js';
import { ErrorCatalogController } from './error-catalog.controller.js';
import { ErrorCatalogService } from './error-catalog.service.js';

@Module({
  imports: [CausesModule],
  controllers: [ErrorCatalogController],
  providers: [ErrorCatalogService],
  exports: [ErrorCatalogService],
})
export class ErrorCatalogModule {}
