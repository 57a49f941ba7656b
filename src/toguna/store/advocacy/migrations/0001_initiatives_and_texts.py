"""Initiatives with their actions, answers and outcomes; policy texts with their stages and parties."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('activities', '0002_field_collection'),
        ('organisations', '0002_iati_identifiers'),
        ('places', '0001_initial'),
        ('programmes', '0002_classifications'),
    ]

    operations = [
        migrations.CreateModel(
            name='Initiative',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=40)),
                ('title', models.JSONField()),
                ('issue', models.TextField()),
                ('identified_on', models.DateField()),
                ('target', models.CharField(blank=True, max_length=160)),
                ('demand', models.TextField(blank=True)),
                ('objective', models.TextField(blank=True)),
                ('by_when', models.DateField(blank=True, null=True)),
                ('tactics', models.JSONField(default=list)),
                ('approach', models.CharField(blank=True, choices=[('unilateral', 'unilateral'), ('bilateral', 'bilateral'), ('multilateral', 'multilateral')], max_length=12)),
                ('allies', models.CharField(blank=True, max_length=300)),
                ('state', models.CharField(choices=[('identified', 'identified'), ('evidence', 'evidence'), ('planned', 'planned'), ('active', 'active'), ('response_received', 'response_received'), ('promise_made', 'promise_made'), ('refused', 'refused'), ('implemented', 'implemented'), ('partly', 'partly'), ('not_implemented', 'not_implemented'), ('closed', 'closed')], default='identified', max_length=20)),
                ('state_on', models.DateField(blank=True, null=True)),
                ('state_reason', models.CharField(blank=True, max_length=300)),
                ('budget_line', models.CharField(blank=True, max_length=160)),
                ('currency', models.CharField(blank=True, max_length=3)),
                ('committed_before', models.BigIntegerField(blank=True, null=True)),
                ('committed_after', models.BigIntegerField(blank=True, null=True)),
                ('disbursed_before', models.BigIntegerField(blank=True, null=True)),
                ('disbursed_after', models.BigIntegerField(blank=True, null=True)),
                ('fictional', models.BooleanField(default=False)),
                ('activity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activities.activity')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='initiatives', to='programmes.programme')),
            ],
            options={
                'ordering': ['programme', 'code'],
            },
        ),
        migrations.CreateModel(
            name='Engagement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('engaged_as', models.CharField(choices=[('lead', 'lead'), ('coalition', 'coalition')], max_length=10)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='engagements', to='organisations.organisation')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='engagements', to='advocacy.initiative')),
            ],
            options={
                'ordering': ['initiative', '-engaged_as', 'organisation'],
            },
        ),
        migrations.CreateModel(
            name='AdvocacyResponse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('on', models.DateField()),
                ('answer', models.CharField(choices=[('acknowledged', 'acknowledged'), ('promise', 'promise'), ('refusal', 'refusal'), ('other', 'other')], max_length=12)),
                ('words', models.TextField()),
                ('office', models.CharField(blank=True, max_length=160)),
                ('by_when', models.DateField(blank=True, null=True)),
                ('commitment_key', models.UUIDField(blank=True, null=True)),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='responses', to='advocacy.initiative')),
            ],
            options={
                'ordering': ['initiative', 'on', 'number'],
            },
        ),
        migrations.CreateModel(
            name='AdvocacyEvidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('barometer_criterion', 'barometer_criterion'), ('score_card_indicator', 'score_card_indicator'), ('survey', 'survey'), ('other', 'other')], max_length=22)),
                ('instrument_code', models.CharField(blank=True, max_length=60)),
                ('node_code', models.CharField(blank=True, max_length=60)),
                ('round_key', models.UUIDField(blank=True, null=True)),
                ('words', models.TextField()),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='advocacy.initiative')),
            ],
            options={
                'ordering': ['initiative', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AdvocacyAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('on', models.DateField()),
                ('tactic', models.CharField(choices=[('petition', 'petition'), ('audience', 'audience'), ('lobbying_meeting', 'lobbying_meeting'), ('media', 'media'), ('public_hearing', 'public_hearing'), ('budget_submission', 'budget_submission'), ('legal', 'legal')], max_length=20)),
                ('words', models.TextField()),
                ('organisations', models.ManyToManyField(related_name='+', to='organisations.organisation')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='advocacy.initiative')),
            ],
            options={
                'ordering': ['initiative', 'on', 'number'],
            },
        ),
        migrations.CreateModel(
            name='LadderStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rung', models.CharField(choices=[('acknowledged', 'acknowledged'), ('on_agenda', 'on_agenda'), ('commitment', 'commitment'), ('decision', 'decision'), ('implementation', 'implementation')], max_length=14)),
                ('reached_on', models.DateField()),
                ('evidence', models.TextField()),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ladder', to='advocacy.initiative')),
            ],
            options={
                'ordering': ['initiative', 'reached_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PolicyText',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=40)),
                ('title', models.JSONField()),
                ('kind', models.CharField(choices=[('law', 'law'), ('regulation', 'regulation'), ('local_convention', 'local_convention'), ('deliberation', 'deliberation'), ('investment_agreement', 'investment_agreement'), ('policy', 'policy')], max_length=22)),
                ('level', models.CharField(choices=[('national', 'national'), ('region', 'region'), ('cercle', 'cercle'), ('commune', 'commune'), ('village', 'village')], max_length=10)),
                ('about', models.TextField(blank=True)),
                ('addresses_gender', models.BooleanField(blank=True, null=True)),
                ('gender_words', models.CharField(blank=True, max_length=300)),
                ('amount', models.BigIntegerField(blank=True, null=True)),
                ('currency', models.CharField(blank=True, max_length=3)),
                ('fictional', models.BooleanField(default=False)),
                ('activity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activities.activity')),
                ('initiative', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='policy_texts', to='advocacy.initiative')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='policy_texts', to='programmes.programme')),
            ],
            options={
                'ordering': ['programme', 'code'],
            },
        ),
        migrations.CreateModel(
            name='PolicyStanding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('drafted', 'drafted'), ('proposed', 'proposed'), ('adopted', 'adopted'), ('implemented', 'implemented')], max_length=12)),
                ('reached_on', models.DateField()),
                ('evidence', models.TextField()),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stages', to='advocacy.policytext')),
            ],
            options={
                'ordering': ['text', 'reached_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PolicyParty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('public', 'public'), ('private', 'private'), ('community', 'community')], max_length=12)),
                ('name', models.CharField(blank=True, max_length=160)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parties', to='advocacy.policytext')),
            ],
            options={
                'ordering': ['text', 'side', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.UniqueConstraint(fields=('programme', 'code'), name='initiative_code_once'),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(('title__has_key', 'fr')), name='initiative_title_in_french'),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['identified', 'evidence', 'planned', 'active', 'response_received', 'promise_made', 'refused', 'implemented', 'partly', 'not_implemented', 'closed'])), name='initiative_state_known'),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('committed_before__isnull', True), ('committed_before__gte', 0), _connector='OR'), models.Q(('committed_after__isnull', True), ('committed_after__gte', 0), _connector='OR'), models.Q(('disbursed_before__isnull', True), ('disbursed_before__gte', 0), _connector='OR'), models.Q(('disbursed_after__isnull', True), ('disbursed_after__gte', 0), _connector='OR')), name='initiative_amounts_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('currency', ''), _negated=True), models.Q(('committed_after__isnull', True), ('committed_before__isnull', True), ('disbursed_after__isnull', True), ('disbursed_before__isnull', True)), _connector='OR'), name='initiative_amounts_have_currency'),
        ),
        migrations.AddConstraint(
            model_name='engagement',
            constraint=models.UniqueConstraint(fields=('initiative', 'organisation'), name='engagement_once'),
        ),
        migrations.AddConstraint(
            model_name='engagement',
            constraint=models.UniqueConstraint(condition=models.Q(('engaged_as', 'lead')), fields=('initiative',), name='engagement_one_lead'),
        ),
        migrations.AddConstraint(
            model_name='engagement',
            constraint=models.CheckConstraint(condition=models.Q(('engaged_as__in', ['lead', 'coalition'])), name='engagement_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='advocacyresponse',
            constraint=models.UniqueConstraint(fields=('initiative', 'number'), name='advocacy_response_number_once'),
        ),
        migrations.AddConstraint(
            model_name='advocacyresponse',
            constraint=models.CheckConstraint(condition=models.Q(('answer__in', ['acknowledged', 'promise', 'refusal', 'other'])), name='advocacy_response_answer_known'),
        ),
        migrations.AddConstraint(
            model_name='advocacyresponse',
            constraint=models.CheckConstraint(condition=models.Q(('commitment_key__isnull', True), ('answer', 'promise'), _connector='OR'), name='advocacy_response_promises_what_is_kept'),
        ),
        migrations.AddConstraint(
            model_name='advocacyevidence',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['barometer_criterion', 'score_card_indicator', 'survey', 'other'])), name='advocacy_evidence_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='advocacyevidence',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='advocacy_evidence_has_words'),
        ),
        migrations.AddConstraint(
            model_name='advocacyaction',
            constraint=models.UniqueConstraint(fields=('initiative', 'number'), name='advocacy_action_number_once'),
        ),
        migrations.AddConstraint(
            model_name='advocacyaction',
            constraint=models.CheckConstraint(condition=models.Q(('tactic__in', ['petition', 'audience', 'lobbying_meeting', 'media', 'public_hearing', 'budget_submission', 'legal'])), name='advocacy_action_tactic_known'),
        ),
        migrations.AddConstraint(
            model_name='ladderstep',
            constraint=models.UniqueConstraint(fields=('initiative', 'rung'), name='ladder_rung_once'),
        ),
        migrations.AddConstraint(
            model_name='ladderstep',
            constraint=models.CheckConstraint(condition=models.Q(('rung__in', ['acknowledged', 'on_agenda', 'commitment', 'decision', 'implementation'])), name='ladder_rung_known'),
        ),
        migrations.AddConstraint(
            model_name='ladderstep',
            constraint=models.CheckConstraint(condition=models.Q(('evidence', ''), _negated=True), name='ladder_rung_has_evidence'),
        ),
        migrations.AddConstraint(
            model_name='policytext',
            constraint=models.UniqueConstraint(fields=('programme', 'code'), name='policy_text_code_once'),
        ),
        migrations.AddConstraint(
            model_name='policytext',
            constraint=models.CheckConstraint(condition=models.Q(('title__has_key', 'fr')), name='policy_text_title_in_french'),
        ),
        migrations.AddConstraint(
            model_name='policytext',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['law', 'regulation', 'local_convention', 'deliberation', 'investment_agreement', 'policy'])), name='policy_text_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='policytext',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', ['national', 'region', 'cercle', 'commune', 'village'])), name='policy_text_level_known'),
        ),
        migrations.AddConstraint(
            model_name='policytext',
            constraint=models.CheckConstraint(condition=models.Q(('amount__isnull', True), ('amount__gt', 0), _connector='OR'), name='policy_text_amount_above_zero'),
        ),
        migrations.AddConstraint(
            model_name='policytext',
            constraint=models.CheckConstraint(condition=models.Q(('amount__isnull', True), models.Q(('currency', ''), _negated=True), _connector='OR'), name='policy_text_amount_has_currency'),
        ),
        migrations.AddConstraint(
            model_name='policystanding',
            constraint=models.UniqueConstraint(fields=('text', 'stage'), name='policy_stage_once'),
        ),
        migrations.AddConstraint(
            model_name='policystanding',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['drafted', 'proposed', 'adopted', 'implemented'])), name='policy_stage_known'),
        ),
        migrations.AddConstraint(
            model_name='policystanding',
            constraint=models.CheckConstraint(condition=models.Q(('evidence', ''), _negated=True), name='policy_stage_has_evidence'),
        ),
        migrations.AddConstraint(
            model_name='policyparty',
            constraint=models.CheckConstraint(condition=models.Q(('side__in', ['public', 'private', 'community'])), name='policy_party_side_known'),
        ),
        migrations.AddConstraint(
            model_name='policyparty',
            constraint=models.CheckConstraint(condition=models.Q(('organisation__isnull', False), models.Q(('name', ''), _negated=True), _connector='OR'), name='policy_party_is_somebody'),
        ),
    ]
