{{- define "mtls-doctor.mounts" -}}
{{- if .Values.tls.existingSecret }}
- { name: tls, mountPath: /etc/mtls-doctor/tls, readOnly: true }
{{- end }}
{{- if .Values.access.apiKeys.existingSecret }}
- { name: access, mountPath: /etc/mtls-doctor/access, readOnly: true }
{{- end }}
{{- range .Values.credentials }}
- { name: {{ printf "credential-%s" .name | quote }}, mountPath: {{ printf "/etc/mtls-doctor/credentials/%s" .name | quote }}, readOnly: true }
{{- end }}
{{- if .Values.trustConfigMap }}
- { name: trust, mountPath: /etc/mtls-doctor/trust, readOnly: true }
{{- end }}
{{- range .Values.catalog.errors }}
- { name: {{ printf "errors-%s" .family | quote }}, mountPath: {{ printf "/etc/mtls-doctor/catalog/errors/%s" .family | quote }}, readOnly: true }
{{- end }}
{{- if .Values.catalog.causesConfigMap }}
- { name: causes, mountPath: /etc/mtls-doctor/catalog/causes, readOnly: true }
{{- end }}
{{- if .Values.catalog.cuesConfigMap }}
- { name: cues, mountPath: /etc/mtls-doctor/catalog/cues, readOnly: true }
{{- end }}
{{- if or .Values.watch.targets .Values.watch.existingConfigMap }}
- { name: watch, mountPath: /etc/mtls-doctor/watch, readOnly: true }
{{- end }}
{{- with .Values.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "mtls-doctor.volumes" -}}
{{- if .Values.tls.existingSecret }}
- { name: tls, secret: { secretName: {{ .Values.tls.existingSecret | quote }}, defaultMode: 0440 } }
{{- end }}
{{- if .Values.access.apiKeys.existingSecret }}
- { name: access, secret: { secretName: {{ .Values.access.apiKeys.existingSecret | quote }}, defaultMode: 0440 } }
{{- end }}
{{- range .Values.credentials }}
- { name: {{ printf "credential-%s" .name | quote }}, secret: { secretName: {{ .secretName | quote }}, defaultMode: 0440 } }
{{- end }}
{{- if .Values.trustConfigMap }}
- { name: trust, configMap: { name: {{ .Values.trustConfigMap | quote }} } }
{{- end }}
{{- range .Values.catalog.errors }}
- { name: {{ printf "errors-%s" .family | quote }}, configMap: { name: {{ .configMap | quote }} } }
{{- end }}
{{- if .Values.catalog.causesConfigMap }}
- { name: causes, configMap: { name: {{ .Values.catalog.causesConfigMap | quote }} } }
{{- end }}
{{- if .Values.catalog.cuesConfigMap }}
- { name: cues, configMap: { name: {{ .Values.catalog.cuesConfigMap | quote }} } }
{{- end }}
{{- if or .Values.watch.targets .Values.watch.existingConfigMap }}
- { name: watch, configMap: { name: {{ default (printf "%s-watch" (include "mtls-doctor.fullname" .)) .Values.watch.existingConfigMap | quote }} } }
{{- end }}
{{- with .Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}
