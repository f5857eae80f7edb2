import { Module } from '@nestjs/common';
import { CausesController } from './causes.controller.js';
import { CausesService } from './causes.service.js';

@Module({ controllers: [CausesController], providers: [CausesService], exports: [CausesService] })
export class CausesModule {}
